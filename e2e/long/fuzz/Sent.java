import java.nio.charset.StandardCharsets;
import java.util.function.BiPredicate;

/**
 * A request as it goes over the wire.
 *
 * @param expect what its answer, by status and body, must fulfil; for a fault that shows by itself
 */
record Sent(String method, byte[] bytes, BiPredicate<Integer, String> expect) {
  static final BiPredicate<Integer, String> ANYTHING = (status, body) -> true;

  static Sent of(String method, String target, String headers, byte[] body) {
    return of(method, target, headers, body, ANYTHING);
  }

  static Sent of(
      String method,
      String target,
      String headers,
      byte[] body,
      BiPredicate<Integer, String> expect) {
    String length =
        body.length > 0 || method.startsWith("P") ? "Content-Length: " + body.length + "\r\n" : "";
    byte[] head =
        (method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + length + "\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = java.util.Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return new Sent(method, all, expect);
  }

  /** For a message: printable, and not too long. */
  String shown() {
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[^ -~\n]", "?");
    return text.length() > 1000 ? text.substring(0, 1000) + "…" : text;
  }
}
