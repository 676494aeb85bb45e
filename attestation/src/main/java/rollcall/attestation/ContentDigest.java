package rollcall.attestation;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * Digests of attested content, in the format of RFC 9530: {@code sha-256=:BASE64:}.
 *
 * <p>A client may parse and serialise JSON again, so the digest ignores order, whitespace, number
 * formats and null members (similar to RFC 8785).
 */
public final class ContentDigest {
  private ContentDigest() {}

  /** The digest of bytes. */
  public static String digest(byte[] content) {
    return "sha-256=:" + Base64.getEncoder().encodeToString(sha256(content)) + ":";
  }

  /** The digest of JSON, independent of its formatting. */
  public static String digest(JsonElement json) {
    StringBuilder canonical = new StringBuilder();
    write(json, canonical);
    return digest(canonical.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The bare SHA-256. */
  public static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void write(JsonElement json, StringBuilder out) {
    if (json instanceof JsonObject object) {
      Map<String, JsonElement> sorted = new TreeMap<>(object.asMap());
      out.append('{');
      sorted.forEach(
          (name, value) -> {
            if (!value.isJsonNull()) {
              out.append(new JsonPrimitive(name)).append(':');
              write(value, out);
              out.append(',');
            }
          });
      out.append('}');
    } else if (json instanceof JsonArray array) {
      out.append('[');
      array.forEach(
          value -> {
            write(value, out);
            out.append(',');
          });
      out.append(']');
    } else if (json instanceof JsonPrimitive primitive && primitive.isNumber()) {
      // In hexadecimal: Java's shortest decimal form differs between its versions.
      out.append(Double.toHexString(primitive.getAsDouble()));
    } else {
      out.append(json);
    }
  }
}
