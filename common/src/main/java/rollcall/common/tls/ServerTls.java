package rollcall.common.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import rollcall.common.Environment;
import rollcall.common.InvalidException;

/**
 * A server's certificate and key. Read once: a new certificate requires a restart.
 *
 * @param context with the certificate and its key
 * @param description subject and expiry, for the log
 */
public record ServerTls(SSLContext context, String description) {
  /** Older versions are insecure (RFC 8996). */
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private static final String CERTIFICATE = "ROLLCALL_TLS_CERTIFICATE_FILE";
  private static final String KEY = "ROLLCALL_TLS_KEY_FILE";

  /**
   * Reads the environment.
   *
   * @return empty for plain HTTP
   * @throws InvalidException naming the invalid or missing file
   */
  public static Optional<ServerTls> of(Environment env) {
    Optional<String> certificate = env.text(CERTIFICATE);
    Optional<String> key = env.text(KEY);
    if (certificate.isPresent() != key.isPresent()) {
      throw new InvalidException(
          CERTIFICATE + " and " + KEY + " go together: set both, or none for plain HTTP");
    }
    return certificate.map(
        path -> of(new PemFile(CERTIFICATE, path), new PemFile(KEY, key.orElseThrow())));
  }

  /** The enabled TLS versions. */
  public static String[] protocols() {
    return PROTOCOLS.clone();
  }

  private static ServerTls of(PemFile certificateFile, PemFile keyFile) {
    List<X509Certificate> chain = certificateFile.certificates();
    X509Certificate own = chain.get(0);
    PrivateKey key = keyFile.key(own.getPublicKey().getAlgorithm());
    try {
      if (!isPair(key, own.getPublicKey())) {
        throw keyFile.invalid("is not the key of the certificate in " + certificateFile.path());
      }
      char[] password = {}; // the store stays in memory
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, password);
      store.setKeyEntry("server", key, password, chain.toArray(new Certificate[0]));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return new ServerTls(
          context, own.getSubjectX500Principal() + ", until " + own.getNotAfter().toInstant());
    } catch (GeneralSecurityException | IOException e) {
      throw certificateFile.invalid("cannot be used (" + e.getMessage() + ")");
    }
  }

  /** Whether the public key verifies what the private key signs. */
  private static boolean isPair(PrivateKey key, PublicKey certified)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm(); // EdDSA
        };
    byte[] message = {1, 2, 3};
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(message);
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    signature.update(message);
    return signature.verify(signed);
  }

  @Override
  public String toString() {
    return description;
  }
}
