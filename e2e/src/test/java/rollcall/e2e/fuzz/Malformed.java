package rollcall.e2e.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What isn't HTTP, or is it in a way in which servers and proxies have disagreed (RFC 9112, section
 * 11): the connection's last bytes. Whatever is smuggled behind must never be answered as a
 * request.
 */
final class Malformed {
  /** Answered with 404 it would say that a body was taken for a request. */
  static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private final Nasty nasty;

  Malformed(Nasty nasty) {
    this.nasty = nasty;
  }

  /** Requests whose framing is ambiguous: one answer, an error, and the connection ends. */
  byte[] ambiguous() {
    String chunk =
        nasty.any(
            "0\r\n\r\n",
            "5;a=b\r\nhello\r\n0\r\n\r\n",
            "5;a=\"\r\nhello\r\n0\r\n\r\n",
            "5;" + "x".repeat(nasty.below(9000)) + "\r\nhello\r\n0\r\n\r\n",
            "-1\r\n",
            "ffffffffffffffff\r\n",
            "7fffffff\r\nhello",
            "zz\r\n",
            "5\nhello\n0\n\n",
            "0\r\nX: y\r\n\r\n",
            " 5\r\nhello\r\n0\r\n\r\n");
    return text(
        nasty.any("POST", "PUT", "GET")
            + " "
            + nasty.any("/service", "/api/reports", "/api/vars/x", "/healthcheck")
            + " HTTP/1.1\r\nHost: localhost\r\n"
            + nasty.any(
                "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                "Content-Length: 2, 3\r\n\r\n{}",
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk,
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n" + chunk,
                "Transfer-Encoding: chunked\r\n\r\n" + chunk,
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n" + chunk,
                "Transfer-Encoding: identity, chunked\r\n\r\n" + chunk,
                "Transfer-Encoding: xchunked\r\n\r\n" + chunk,
                "Transfer-Encoding:\tchunked\r\n\r\n" + chunk,
                "Transfer-Encoding : chunked\r\n\r\n" + chunk,
                "Content-Length: -1\r\n\r\n",
                "Content-Length: +2\r\n\r\n{}",
                "Content-Length: 0x2\r\n\r\n{}",
                "Content-Length: 99999999999999999999\r\n\r\n{}",
                "Content-Length: 5000000\r\n\r\n{}",
                "Content-Length: \r\n\r\n{}")
            + SMUGGLED);
  }

  /** Anything else: what it is answered with, if at all, is an error or not as it comes. */
  byte[] garbage() {
    byte[] valid =
        text(
            "GET /api/containers?limit=1 HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\nX-A: b\r\n\r\n");
    return switch (nasty.below(16)) {
      case 0 -> text("GET /healthcheck\r\n\r\n"); // HTTP/0.9
      case 1 -> text("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
      case 2 -> new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 252, 3, 3}; // TLS: ClientHello
      case 3 ->
          text(
              "GET /"
                  + "a".repeat(1 << (10 + nasty.below(11)))
                  + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      case 4 ->
          text(
              "GET / HTTP/1.1\r\nHost: localhost\r\nX: "
                  + "a".repeat(1 << (10 + nasty.below(11)))
                  + "\r\n\r\n");
      case 5 ->
          text(
              "GET / HTTP/1.1\r\nHost: localhost\r\n"
                  + "X: y\r\n".repeat(nasty.below(3000))
                  + "\r\n");
      case 6 -> text("GET / HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n");
      case 7 -> text("GET / HTTP/1.1\r\nHost: localhost\r\nX: a\r\n folded\r\n\r\n");
      case 8 -> text("GET / HTTP/1.1\nHost: localhost\n\n");
      case 9 -> text("GET / HTTP/1.1\r\nHost: localhost\r\nHost: y\r\n\r\n");
      case 10 ->
          text(
              nasty.any(
                      "CONNECT x:1",
                      "OPTIONS *",
                      "GET http://x:99999/a",
                      "GET x",
                      "GET  /  ",
                      "\r\n\r\nGET /")
                  + " HTTP/1."
                  + nasty.any("0", "1", "2", "")
                  + "\r\n\r\n");
      case 11 ->
          text(
              "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
      case 12 ->
          text("POST /service HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"); // ends
      // too
      // early
      case 13 ->
          text(
              "GET / HTTP/1.1\r\nHost: localhost\r\nExpect: "
                  + nasty.any("100-continue", "x")
                  + "\r\n\r\n");
      case 14 -> {
        byte[] noise = new byte[1 + nasty.below(2000)];
        for (int i = 0; i < noise.length; i++) {
          noise[i] = (byte) nasty.below(256);
        }
        yield noise;
      }
      default ->
          nasty.mangled(nasty.oneIn(2) ? valid : Arrays.copyOf(valid, nasty.below(valid.length)));
    };
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
