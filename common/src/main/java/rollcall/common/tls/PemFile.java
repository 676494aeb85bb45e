package rollcall.common.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rollcall.common.InvalidException;

/**
 * A PEM file (RFC 7468) that a setting names.
 *
 * @param setting its name, for error messages
 */
record PemFile(String setting, String path) {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);

  /** The certificates in the file's order, at least one. */
  List<X509Certificate> certificates() {
    try {
      List<X509Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes()))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!certificates.isEmpty()) {
        return certificates;
      }
    } catch (CertificateException e) {
      // reported below
    }
    throw invalid("expected certificates in PEM form (-----BEGIN CERTIFICATE-----)");
  }

  /**
   * The key in PKCS#8 form (RFC 5958).
   *
   * @param algorithm RSA, EC, …: that of the certificate
   */
  PrivateKey key(String algorithm) {
    String text = new String(bytes(), StandardCharsets.US_ASCII);
    Matcher key = KEY.matcher(text);
    if (!key.find()) {
      throw invalid(
          "expected an unencrypted key in PKCS#8 form (-----BEGIN PRIVATE KEY-----); convert"
              + " other forms with: openssl pkcs8 -topk8 -nocrypt -in KEY -out FILE");
    }
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(key.group(1));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw invalid("has no " + algorithm + " key, which the certificate requires");
    }
  }

  private byte[] bytes() {
    try {
      return Files.readAllBytes(Path.of(path));
    } catch (IOException e) {
      throw invalid("cannot be read (" + e.getMessage() + ")");
    }
  }

  InvalidException invalid(String why) {
    return new InvalidException(setting + "=\"" + path + "\": " + why);
  }
}
