package rollcall.server.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.common.InvalidException;
import rollcall.server.auth.AllowedOrigins;
import rollcall.server.http.TestServer;

/** Which pages may read the answers; over a socket, since Java's client sets no Origin. */
class CorsHandlerTest {
  private static final String FRONT_END = "http://localhost:9000";

  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        new TestServer(folder, AllowedOrigins.parse(FRONT_END + ", https://rollcall.example.com,"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/status", "/api/containers/nope", "/nothing/here"})
  void anAllowedOrigin_mayReadEveryAnswer(String path) throws IOException {
    Map<String, String> headers = headers("GET", path, "Origin: " + FRONT_END);

    assertThat(headers)
        .containsEntry("access-control-allow-origin", FRONT_END)
        .containsEntry("vary", "Origin")
        .doesNotContainKey("access-control-allow-credentials");
    assertThat(headers.get("access-control-expose-headers")).contains("X-Served-By");
  }

  @Test
  void anAllowedOrigin_mayReadWhyItsBodyWasTooLarge() throws IOException {
    Map<String, String> headers =
        headers("POST", "/api/reports", "Origin: " + FRONT_END, "Content-Length: 100000000");

    assertThat(headers)
        .containsEntry("status", "413")
        .containsEntry("access-control-allow-origin", FRONT_END);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost",
        "http://localhost:9001",
        "https://localhost:9000",
        "http://localhost:9000.example.com",
        "http://LOCALHOST:9000",
        "http://www.rollcall.example.com",
        "null",
        "*"
      })
  void anyOtherOrigin_getsTheAnswerWithoutLeaveToReadIt(String origin) throws IOException {
    for (String method : List.of("GET", "OPTIONS")) {
      Map<String, String> headers =
          headers(method, "/api/status", "Origin: " + origin, "Access-Control-Request-Method: PUT");

      assertThat(headers)
          .containsEntry("status", method.equals("GET") ? "200" : "405")
          .containsEntry("vary", "Origin")
          .doesNotContainKeys("access-control-allow-origin", "access-control-allow-methods");
    }
  }

  @Test
  void aPreflight_isAnsweredBeforeAnyRoute() throws IOException {
    Map<String, String> headers =
        headers(
            "OPTIONS",
            "/api/vars/colour",
            "Origin: https://rollcall.example.com",
            "Access-Control-Request-Method: PUT",
            "Access-Control-Request-Headers: if-match");

    assertThat(headers)
        .containsEntry("status", "204")
        .containsEntry("access-control-allow-origin", "https://rollcall.example.com")
        .containsEntry("access-control-allow-methods", "GET, HEAD, POST, PUT, DELETE")
        .containsEntry("access-control-max-age", "600");
    assertThat(headers.get("access-control-allow-headers")).contains("If-Match", "Content-Type");
  }

  /** A cache must give neither one origin's answer to another, nor the page to a program. */
  @Test
  void thePage_variesByOriginAndByAccept() {
    assertThat(server.get("/").headers().allValues("Vary")).contains("Origin", "Accept");
  }

  @Test
  void plainOptions_areTheRoutersBusiness() throws IOException {
    assertThat(headers("OPTIONS", "/api/status", "Origin: " + FRONT_END))
        .containsEntry("status", "405")
        .containsEntry("allow", "GET");
  }

  @Test
  void withoutAllowedOrigins_nothingIsSaid(@TempDir Path another) throws IOException {
    try (TestServer closed = new TestServer(another)) {
      assertThat(headers(closed, "GET", "/api/status", "Origin: " + FRONT_END))
          .doesNotContainKeys("vary", "access-control-allow-origin");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "null",
        "localhost:9000",
        "http://localhost:9000/",
        "http://localhost:80",
        "https://example.com:443",
        "http://Localhost:9000",
        "ftp://example.com",
        "http://user@example.com",
        "http://a b"
      })
  void whatNoBrowserSends_isRefused(String origin) {
    assertThatThrownBy(() -> AllowedOrigins.parse(FRONT_END + "," + origin))
        .isInstanceOf(InvalidException.class)
        .hasMessageStartingWith("\"" + origin + "\" is not a valid origin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:9000",
        "http://[::1]:9000",
        "https://example.com",
        "http://my_lab:9000"
      })
  void whatBrowsersSend_isTaken(String origin) {
    assertThat(AllowedOrigins.parse(origin).contains(origin)).isTrue();
  }

  private static Map<String, String> headers(String method, String path, String... headers)
      throws IOException {
    return headers(server, method, path, headers);
  }

  /** The answer's headers, names in lower case, and its status. */
  private static Map<String, String> headers(
      TestServer server, String method, String path, String... headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      String request =
          method
              + " "
              + path
              + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
              + String.join("\r\n", headers)
              + "\r\n\r\n"
              // Jetty hands a request with a body over when the body begins.
              + (method.equals("POST") ? "{" : "");
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      // Only the head: with a body left unread the connection stays open.
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      List<String> lines =
          Stream.generate(() -> line(in)).takeWhile(line -> !line.isEmpty()).toList();
      Map<String, String> answer =
          lines.stream()
              .skip(1)
              .map(line -> line.split(": ", 2))
              .collect(
                  Collectors.toMap(
                      pair -> pair[0].toLowerCase(Locale.ROOT),
                      pair -> pair[1],
                      (a, b) -> a + ", " + b));
      answer.put("status", lines.get(0).split(" ", 3)[1]);
      return answer;
    }
  }

  private static String line(BufferedReader in) {
    try {
      return in.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
