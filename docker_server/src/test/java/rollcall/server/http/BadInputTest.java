package rollcall.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import rollcall.api.Problem;
import rollcall.api.json.Json;

/** Bad requests, byte by byte over a socket: each gets its problem, and the server lives on. */
class BadInputTest {
  private static final String VALID =
      "{\"id\":\"a1\",\"name\":\"web\",\"image\":\"nginx:1\","
          + "\"timestamp\":\"2026-11-20T12:00:00Z\",\"memory_usage\":1.5,\"cpu_usage\":0.1}";

  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        bad("broken JSON", 400, post("{\"id\": \"a1\",")),
        bad("no JSON at all", 400, post("id=a1")),
        bad("JSON of another shape", 400, post("[1, 2]")),
        bad("null", 400, post("null")),
        bad("empty body", 400, post("")),
        bad("two values", 400, post(VALID + VALID)),
        bad("very deep JSON", 400, post("{\"labels\":" + "[".repeat(5000))),
        bad("wrong type", 400, post(VALID.replace("1.5", "\"much\""))),
        bad("number for text", 400, post(VALID.replace("\"a1\"", "7"))),
        bad("not a time", 400, post(VALID.replace("2026-11-20T12:00:00Z", "noon"))),
        bad("unknown state", 400, post(VALID.replace("\"image\"", "\"state\":\"x\",\"image\""))),
        bad("missing field", 422, post(VALID.replace("\"id\":\"a1\",", ""))),
        bad("null field", 422, post(VALID.replace("\"a1\"", "null"))),
        bad("negative memory", 422, post(VALID.replace("1.5", "-1"))),
        bad("infinite memory", 400, post(VALID.replace("1.5", "1e999"))),
        bad("path in id", 422, post(VALID.replace("\"a1\"", "\"../../etc/passwd\""))),
        bad("long name", 422, post(VALID.replace("web", "w".repeat(300)))),
        bad(
            "no measurement",
            422,
            request(
                "POST",
                "/api/nodes/n/heartbeat",
                "application/json",
                "{\"timestamp\":0,\"digest\":\"d\",\"usage\":{\"a\":null}}")),
        bad("NUL in a name", 422, post(VALID.replace("web", "w\\u0000b"))),
        bad(
            "NUL in a label",
            422,
            post(VALID.replace("\"image\"", "\"labels\":{\"a\":\"\\u0000\"},\"image\""))),
        bad("NUL in a query", 400, request("GET", "/api/containers?q=%00", null, "")),
        bad("time out of range", 422, post(VALID.replace("2026", "1026"))),
        bad(
            "invalid UTF-8",
            400,
            post(VALID.replace("web", "\u00ff"), StandardCharsets.ISO_8859_1)),
        bad("another media type", 415, request("POST", "/api/reports", "text/xml", VALID)),
        bad("10 MB body", 413, post(" ".repeat(10_000_000))),
        bad(
            "10 MB body of a PUT",
            413,
            request("PUT", "/api/vars/x", "application/json", " ".repeat(10_000_000))),
        bad(
            "1 MB header",
            431,
            raw("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(1 << 20))),
        bad(
            "chunked",
            411,
            raw(
                "POST /service HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked"
                    + "\r\n\r\n0")),
        bad(
            "two lengths",
            400,
            raw(
                "POST /service HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2"
                    + "\r\nContent-Length: 3\r\n\r\n{}")),
        bad(
            "bad length",
            400,
            raw("POST /service HTTP/1.1\r\nHost: localhost\r\nContent-Length: many")),
        bad("no host", 400, raw("GET / HTTP/1.1")),
        bad("no HTTP", 505, raw("Good morning!")),
        bad("HTTP 9", 505, raw("GET / HTTP/9.9\r\nHost: localhost")),
        bad("unknown path", 404, request("GET", "/nope", null, "")),
        bad("parent folders", 400, request("GET", "/../../etc/passwd", null, "")),
        bad("broken escape", 400, request("GET", "/api/containers/%zz", null, "")),
        bad("Latin-1 in a path", 400, request("GET", "/api/containers/%ff/history", null, "")),
        bad("overlong UTF-8", 400, request("POST", "/api/nodes/%c0%af/goodbye", null, "{}")),
        bad("half a character", 400, request("DELETE", "/api/vars/%e2%82", null, "")),
        bad("broken query", 400, request("GET", "/api/containers?q=%ff%fe", null, "")),
        bad("wrong method", 405, request("DELETE", "/api/reports", null, "")),
        bad("a host instead of a path", 405, raw("CONNECT x:1 HTTP/1.1\r\nHost: localhost")),
        bad("unknown method", 404, request("BREW", "/nope", null, "")),
        bad(
            "method override",
            405,
            raw(
                "GET /api/reports HTTP/1.1\r\nHost: localhost"
                    + "\r\nX-HTTP-Method-Override: POST")),
        bad("bad limit", 400, request("GET", "/api/containers?limit=-1", null, "")),
        bad("bad cursor", 400, request("GET", "/api/containers?after=x", null, "")),
        bad("bad state", 400, request("GET", "/api/containers?state=asleep", null, "")),
        bad("NUL in a path", 400, request("GET", "/api/containers/a%00b", null, "")),
        bad(
            "huge node list",
            422,
            request(
                "PUT",
                "/api/nodes/n/containers",
                "application/json",
                "{\"timestamp\":0,\"agent_version\":\"1\",\"containers\":["
                    + "null,".repeat(3000)
                    + "null]}")));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("requests")
  void isAnsweredByAProblem(String what, int status, byte[] request) throws IOException {
    String answer = exchange(request);

    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    assertThat(answer).contains("\r\nContent-Type: application/problem+json\r\n");
    assertThat(answer).contains("\r\nX-Served-By: server.1@test\r\n");
    Problem problem = Json.read(answer.substring(answer.indexOf("\r\n\r\n") + 4), Problem.class);
    assertThat(problem.status()).isEqualTo(status);
    assertThat(problem.detail()).isNotBlank().doesNotContain("Exception", "rollcall.");
    assertThat(problem.advice()).isNotBlank();
    assertThat(server.get("/healthcheck").statusCode()).isEqualTo(200);
  }

  @Test
  void stateThatIsNone_isAnsweredByThoseThatAre() {
    assertThat(server.get("/api/containers?state=unhealthy").body())
        .contains(
            "Give one of created, running, paused, restarting, removing, exited, dead, removed,"
                + " unknown.");
  }

  @Test
  void bodyThatBreaksOffIsNotTakenForAnEmptyOne() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      write(
          socket,
          raw("POST /set_var?key=a&value=b HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99"));
      socket.shutdownOutput();

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 400 ")
          .contains("The request body was truncated.");
    }
  }

  private static Arguments bad(String what, int status, byte[] request) {
    return Arguments.of(what, status, request);
  }

  private static byte[] post(String body) {
    return post(body, StandardCharsets.UTF_8);
  }

  private static byte[] post(String body, java.nio.charset.Charset charset) {
    return request("POST", "/api/reports", "application/json", body, charset);
  }

  private static byte[] request(String method, String path, String type, String body) {
    return request(method, path, type, body, StandardCharsets.UTF_8);
  }

  private static byte[] request(
      String method, String path, String type, String body, java.nio.charset.Charset charset) {
    byte[] bytes = body.getBytes(charset);
    String head =
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + (type == null ? "" : "Content-Type: " + type + "\r\n")
            + "Content-Length: "
            + bytes.length
            + "\r\n\r\n";
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    request.writeBytes(bytes);
    return request.toByteArray();
  }

  private static byte[] raw(String text) {
    return (text + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String exchange(byte[] request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      Thread sender = new Thread(() -> write(socket, request));
      sender.start();
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      try {
        socket.getInputStream().transferTo(answer);
      } catch (IOException reset) {
        // The server may end the connection while we still send; what it said has arrived.
      }
      return answer.toString(StandardCharsets.UTF_8);
    }
  }

  private static void write(Socket socket, byte[] request) {
    try {
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
    } catch (IOException refused) {
      // Too large a body is refused before it was sent whole.
    }
  }
}
