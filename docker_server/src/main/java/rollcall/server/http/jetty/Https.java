package rollcall.server.http.jetty;

import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import rollcall.common.tls.ServerTls;

/** HTTP over TLS. A separate class, so that a server without TLS loads no classes of it. */
final class Https {
  private Https() {}

  /**
   * Returns the connection factories. Plain HTTP is accepted, too: for the image's health check,
   * and so that the {@link EdgeHandler} can send other clients an error that explains TLS.
   */
  static ConnectionFactory[] protocols(ServerTls tls, HttpConfiguration http) {
    SslContextFactory.Server certified = new SslContextFactory.Server();
    certified.setSslContext(tls.context());
    certified.setIncludeProtocols(ServerTls.protocols());
    certified.setRenegotiationAllowed(false);
    // Marks requests that arrived over TLS; false: clients check the host name, not the server.
    http.addCustomizer(new SecureRequestCustomizer(false));
    HttpConnectionFactory inside = new HttpConnectionFactory(http);
    SslConnectionFactory outside = new SslConnectionFactory(certified, inside.getProtocol());
    return new ConnectionFactory[] {new DetectorConnectionFactory(outside), inside};
  }
}
