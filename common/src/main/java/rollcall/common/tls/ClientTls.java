package rollcall.common.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import rollcall.common.Environment;

/** A client's trusted certificate authorities, from a PEM file. */
public record ClientTls(X509TrustManager trust, SSLSocketFactory sockets) {
  private static final String AUTHORITIES = "ROLLCALL_TLS_CA_FILE";

  /**
   * Reads the environment.
   *
   * @return empty for the Java runtime's own authorities
   * @throws InvalidException naming the invalid file
   */
  public static Optional<ClientTls> of(Environment env) {
    return env.text(AUTHORITIES).map(path -> of(new PemFile(AUTHORITIES, path)));
  }

  private static ClientTls of(PemFile file) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (X509Certificate authority : file.certificates()) {
        store.setCertificateEntry("authority " + store.size(), authority);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager trust) {
          SSLContext context = SSLContext.getInstance("TLS");
          context.init(null, new TrustManager[] {trust}, null);
          return new ClientTls(trust, context.getSocketFactory());
        }
      }
      throw new IllegalStateException("every Java has a trust manager for X.509");
    } catch (GeneralSecurityException | IOException e) {
      throw file.invalid("cannot be used (" + e.getMessage() + ")");
    }
  }
}
