package rollcall.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.api.json.Json;
import rollcall.api.status.LoggedRequest;
import rollcall.api.status.RequestLogPage;
import rollcall.server.http.routes.RequestLogHtml;

/** The request log over HTTP. */
class RequestLogTest {
  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void requests_includeTheOneJustMadeAndThoseBefore() {
    server.clock().advance(Duration.ofSeconds(1));
    server.send("GET", "/api/nodes", null, "X-Rollcall-Caller", "web.1");
    server.clock().advance(Duration.ofSeconds(1));

    List<LoggedRequest> requests = requests("/api/requests?limit=2").requests();

    assertThat(requests)
        .extracting(LoggedRequest::path)
        .containsExactly("/api/requests", "/api/nodes");
    LoggedRequest nodes = requests.get(1);
    assertThat(nodes.time()).isEqualTo(TestServer.NOW.plusSeconds(1));
    assertThat(nodes.caller()).isEqualTo("web.1");
    assertThat(nodes.method()).isEqualTo("GET");
    assertThat(nodes.status()).isEqualTo(200);
    assertThat(nodes.durationMs()).isBetween(0.001, 5000.0);
    assertThat(nodes.replica()).isEqualTo("server.1@test");
  }

  @Test
  void requests_countWhoAnswered() {
    server.get("/");
    server.get("/");

    assertThat(requests("/api/requests?limit=1").answered()).containsEntry("server.1@test", 3L);
  }

  @Test
  void requests_haveTheirFailuresToo() {
    server.get("/nowhere?secret=1");
    server.post("/api/reports", "{");
    server.send("BREW", "/api/nodes", null);
    server.post("/api/reports", "x".repeat(5 * 1024 * 1024));
    raw(
        "POST /api/reports HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    raw("GET / HTTP/9.9\r\n\r\n");
    server.get("/api/requests?limit=x");

    assertThat(requests("/api/requests").requests())
        .extracting(request -> request.method() + " " + request.path() + " " + request.status())
        .contains(
            "GET /nowhere 404",
            "POST /api/reports 400",
            "POST /api/reports 413",
            "POST /api/reports 411",
            "- - 505",
            "GET /api/requests 400")
        .anyMatch(line -> line.startsWith("BREW /api/nodes 4"))
        .noneMatch(line -> line.contains("secret"));
  }

  @Test
  void requests_haveNeitherProbesNorScrapesNorTheAgentsReports() {
    server.get("/healthcheck");
    server.get("/ready");
    server.get("/metrics");
    server.put("/api/nodes/n1/containers", "{}");
    server.post("/api/nodes/n1/heartbeat", "{}");

    assertThat(requests("/api/requests").requests())
        .extracting(LoggedRequest::path)
        .containsExactly("/api/requests");
  }

  @Test
  void caller_isTheProgramWhereNoCallerIsNamed() {
    server.send("GET", "/", null, "X-Rollcall-Caller", " ", "User-Agent", "curl/8");
    raw("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertThat(requests("/api/requests").requests())
        .extracting(LoggedRequest::caller)
        .contains("curl/8", "127.0.0.1");
  }

  @Test
  void page_showsTheOneJustMadeAndEscapesEverything() {
    String evil = "<script>alert('1')</script>&\"";
    for (int i = 0; i < 30; i++) {
      server.send("GET", "/api/nodes", null, "X-Rollcall-Caller", evil);
    }

    HttpResponse<String> page =
        server.send("GET", "/requests", null, "X-Rollcall-Caller", "just me");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
    assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(
            policy ->
                assertThat(policy)
                    .startsWith("default-src 'none'; style-src 'sha256-")
                    .doesNotContain("unsafe"));
    assertThat(page.body())
        .doesNotContain("<script")
        .contains("<td>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&quot;</td>")
        .contains("<tr><td>server.1@test</td><td>31</td></tr>");
    assertThat(page.body().split("<td>server.1@test</td></tr>", -1)).hasSize(26);
    assertThat(page.body().indexOf("<td>just me</td>"))
        .isPositive()
        .isLessThan(page.body().indexOf("&lt;script"));
  }

  @Test
  void page_hasNoCharacterThatControlsATerminalOrTurnsText() {
    LoggedRequest request =
        new LoggedRequest(Instant.EPOCH, "a\u009b31m\u202eb", "GET", "/", 200, 1, "r");

    assertThat(RequestLogHtml.of(new RequestLogPage(List.of(request), Map.of(), 0, 1)))
        .contains("<td>a?31m?b</td>");
  }

  @Test
  void metrics_countTheLog() {
    server.get("/api/requests");

    assertThat(server.get("/metrics").body())
        .contains("rollcall_requests_logged_total 1.0")
        .contains("rollcall_requests_dropped_total 0.0");
  }

  private RequestLogPage requests(String path) {
    return Json.read(server.get(path).body(), RequestLogPage.class);
  }

  private void raw(String request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
