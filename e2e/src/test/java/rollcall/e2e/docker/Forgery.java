package rollcall.e2e.docker;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import rollcall.attestation.AgentKey;
import rollcall.attestation.ContentDigest;

/**
 * A heartbeat's statement of the node "n", written by hand (RFC 7515, appendix A.1): with any
 * header and any claims, which no agent's signer makes.
 */
final class Forgery {
  private String key;
  private final JsonObject header = new JsonObject();
  private final JsonObject claims = new JsonObject();

  Forgery(String key, String body) {
    this.key = key;
    header.addProperty("alg", "HS256");
    header.addProperty("typ", "rollcall-statement+jwt");
    header.addProperty("kid", AgentKey.of("key", key).id());
    claims.addProperty("iss", "n");
    claims.addProperty("sub", "n");
    claims.addProperty("aud", "rollcall:heartbeat");
    claims.addProperty("digest", ContentDigest.digest(body.getBytes(StandardCharsets.UTF_8)));
    long now = Instant.now().getEpochSecond();
    claims.addProperty("iat", now);
    claims.addProperty("exp", now + 60);
  }

  /** Signs with another key than the header names. */
  Forgery key(String other) {
    key = other;
    return this;
  }

  Forgery header(String name, String value) {
    header.addProperty(name, value);
    return this;
  }

  Forgery withoutKeyId() {
    header.remove("kid");
    return this;
  }

  Forgery claim(String name, String value) {
    claims.addProperty(name, value);
    return this;
  }

  Forgery lasting(long seconds) {
    claims.addProperty("exp", claims.get("iat").getAsLong() + seconds);
    return this;
  }

  String header() {
    return base64(header.toString().getBytes(StandardCharsets.UTF_8));
  }

  String payload() {
    return base64(claims.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The whole, always with an HMAC of SHA-256. */
  String signed() {
    String signing = header() + "." + payload();
    return signing + "." + signature(signing);
  }

  /** The signature of other claims under these. */
  String signedAs(Forgery other) {
    String[] parts = other.signed().split("\\.", -1);
    return header() + "." + payload() + "." + parts[2];
  }

  private String signature(String signing) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return base64(mac.doFinal(signing.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
