package rollcall.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoded paths. Jetty takes other bytes than UTF-8 for Latin-1, Spark fails over them. */
final class PathEncoding {
  private PathEncoding() {}

  /** Whether the escapes of a path (RFC 3986, 2.1) are UTF-8; what else it holds is not asked. */
  static boolean isUtf8(String path) {
    int at = path.indexOf('%');
    return at < 0 || isUtf8From(at, path);
  }

  private static boolean isUtf8From(int at, String path) {
    ByteBuffer bytes = ByteBuffer.allocate(path.length());
    for (int i = at; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c != '%') {
        bytes.put((byte) (c < 0x80 ? c : '?')); // ends an escaped sequence, as it does in UTF-8
      } else if (i + 2 < path.length()) {
        int high = Character.digit(path.charAt(i + 1), 16);
        int low = Character.digit(path.charAt(i + 2), 16);
        if (high < 0 || low < 0) {
          return false;
        }
        bytes.put((byte) (high * 16 + low));
        i += 2;
      } else {
        return false;
      }
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
