package rollcall.server.http.exchange;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Decodes percent-encoding (RFC 3986, section 2.1) of UTF-8 only. Jetty decodes other bytes as
 * Latin-1 in paths and as U+FFFD in queries, and Spark fails on them.
 */
public final class Escapes {
  private Escapes() {}

  /** Whether the escapes of a path are UTF-8; the rest of it is not checked. */
  public static boolean areUtf8(String path) {
    try {
      return path.indexOf('%') < 0 || !decode(path).isEmpty();
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** Decodes the escapes of a text. */
  static String decode(String text) throws CharacterCodingException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '%') {
        decoded.put((byte) (digit(bytes, ++i) * 16 + digit(bytes, ++i)));
      } else {
        decoded.put(bytes[i]);
      }
    }
    return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
  }

  private static int digit(byte[] bytes, int at) throws CharacterCodingException {
    int digit = at < bytes.length ? Character.digit(bytes[at], 16) : -1;
    if (digit < 0) {
      throw new CharacterCodingException();
    }
    return digit;
  }
}
