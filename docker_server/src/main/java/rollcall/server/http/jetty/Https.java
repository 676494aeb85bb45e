package rollcall.server.http.jetty;

import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import rollcall.common.tls.ServerTls;

/** HTTP over TLS. In a class of its own, so that without it nothing of TLS is loaded. */
final class Https {
  private Https() {}

  /**
   * TLS, and plain HTTP for clients that begin without it: the {@link EdgeHandler} tells them to
   * use TLS, and answers the health check of the image, which speaks none.
   */
  static ConnectionFactory[] protocols(ServerTls tls, HttpConfiguration http) {
    SslContextFactory.Server certified = new SslContextFactory.Server();
    certified.setSslContext(tls.context());
    certified.setIncludeProtocols(ServerTls.protocols());
    certified.setRenegotiationAllowed(false);
    // Not for checking the host's name, which is the client's business: it marks what came by TLS.
    http.addCustomizer(new SecureRequestCustomizer(false));
    HttpConnectionFactory inside = new HttpConnectionFactory(http);
    SslConnectionFactory outside = new SslConnectionFactory(certified, inside.getProtocol());
    return new ConnectionFactory[] {new DetectorConnectionFactory(outside), inside};
  }
}
