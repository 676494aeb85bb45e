package rollcall.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the page is sent; what it does is seen in a browser, in rollcall.e2e.browser. */
class PageTest {
  private static final String BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";

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
  void root_isThePageForBrowsersAndTheIndexForPrograms() {
    HttpResponse<String> page = server.send("GET", "/", null, "Accept", BROWSER);

    assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
    assertThat(page.body()).contains("ui/main.js").doesNotContain("style=", "<style", "onclick");
    assertThat(header(page, "Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self'")
        .doesNotContain("unsafe");
    assertThat(header(page, "Vary")).contains("Accept");
    assertThat(header(server.get("/"), "Content-Type")).startsWith("application/json");
  }

  @Test
  void file_thatTheBrowserHasIsNotSentAgain() {
    HttpResponse<String> first = server.get("/ui/main.js");
    assertThat(header(first, "Content-Type")).isEqualTo("text/javascript;charset=utf-8");

    HttpResponse<String> again =
        server.send("GET", "/ui/main.js", null, "If-None-Match", header(first, "ETag"));

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.headers().firstValue("ETag")).isEqualTo(first.headers().firstValue("ETag"));
  }

  @Test
  void file_thatIsNoneIsAProblem() {
    for (String path : new String[] {"/ui/none.js", "/ui/..%2Findex.html", "/ui/main.class"}) {
      HttpResponse<String> answer = server.get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(header(answer, "Content-Type")).as(path).isEqualTo("application/problem+json");
    }
  }

  @Test
  void connection_isClosedForAPageThatAsks() {
    HttpResponse<String> answer =
        server.send("GET", "/healthcheck", null, "X-Rollcall-Connection", "close");

    assertThat(header(answer, "Connection")).isEqualTo("close");
    assertThat(server.get("/healthcheck").headers().firstValue("Connection")).isEmpty();
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElseThrow();
  }
}
