package rollcall.e2e.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiPredicate;

/** A request as it goes over the wire. */
final class Sent {
  private final String method;
  private final byte[] bytes;
  private final BiPredicate<Integer, String> expect;

  private Sent(String method, byte[] bytes, BiPredicate<Integer, String> expect) {
    this.method = method;
    this.bytes = bytes;
    this.expect = expect;
  }

  /** What is no request, as it is. */
  static Sent raw(byte[] bytes) {
    return new Sent("", bytes, (status, body) -> true);
  }

  static Sent of(String method, String target, String headers, byte[] body) {
    return of(method, target, headers, body, (status, answer) -> true);
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
    byte[] all = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return new Sent(method, all, expect);
  }

  String method() {
    return method;
  }

  byte[] bytes() {
    return bytes;
  }

  /** What its answer, by status and body, must fulfil; for a fault that shows by itself. */
  BiPredicate<Integer, String> expect() {
    return expect;
  }

  /** For a message: printable, and not too long. */
  String shown() {
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[^ -~\n]", "?");
    return text.length() > 1000 ? text.substring(0, 1000) + "…" : text;
  }
}
