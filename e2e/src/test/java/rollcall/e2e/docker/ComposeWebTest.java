package rollcall.e2e.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static rollcall.e2e.docker.Compose.HTTP_PORT;
import static rollcall.e2e.docker.Compose.WEB_PORT;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.api.container.Report;
import rollcall.e2e.browser.Browser;

/**
 * The front end in a real browser: behind the entry port, alone on its own port across origins, and
 * from an origin that is not allowed.
 */
@Tag("docker")
class ComposeWebTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  // An image's name is whatever its maker wrote.
  private static final String IMAGE = "<img src=x onerror=document.title=1>";

  @RegisterExtension static final Compose compose = Compose.onHighPorts();

  private Browser page;

  @BeforeAll
  static void startServers() {
    compose.start(3);
    compose.client().post(Report.basic("a1", "web-1", IMAGE, Instant.now(), 1.5, 0.25));
  }

  @BeforeEach
  void start() {
    page = new Browser("--host-resolver-rules=MAP elsewhere.example 127.0.0.1");
  }

  @AfterEach
  void stop() {
    page.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {HTTP_PORT, WEB_PORT})
  void page_behindTheBalancerAndAcrossOrigins_showsRosterAndDealtRequests(int port) {
    page.open("http://localhost:" + port + "/");
    awaitText("live from server@");
    awaitText(IMAGE);
    assertThat(page.script("return document.title")).isEqualTo("Rollcall");

    page.open("http://localhost:" + port + "/?view=requests");
    awaitText("Requests in the log, by replica");
    page.find("main button").click();
    page.await("30 requests, dealt", LIMIT, p -> areDealt(bars(1)));
    assertThat(bars(2).split(" ")).as("the log's bars").hasSize(3);
    page.hasNoErrors(false);
  }

  /** In turn, but for what the page itself asks in between. */
  private static boolean areDealt(String bars) {
    if (!bars.matches("\\d+ \\d+ \\d+")) {
      return false; // as long as there are none
    }
    int[] counts = Stream.of(bars.split(" ")).mapToInt(Integer::parseInt).toArray();
    return IntStream.of(counts).sum() == 30 && IntStream.of(counts).min().getAsInt() > 7;
  }

  /** The counts of the button's bars, in the first section, or of the log's, in the second. */
  private String bars(int section) {
    return (String)
        page.script(
            "return [...document.querySelectorAll(`section:nth-of-type(${arguments[0]}) .bars"
                + " .words`)].map((bar) => bar.textContent.match(/: (\\d+)/)[1]).join(' ')",
            section);
  }

  @Test
  void page_ofAnotherOrigin_mayNotRead() {
    String origin = "http://elsewhere.example:" + WEB_PORT;
    page.open(origin + "/");
    awaitText("does not let pages of " + origin + " read its answers");
  }

  @Test
  void page_withTheProfileAgent_showsThisMachinesContainers() throws Exception {
    Object group = Files.getAttribute(Path.of("/var/run/docker.sock"), "unix:gid");
    page.open("http://localhost:" + HTTP_PORT + "/");
    compose.with("ROLLCALL_DOCKER_GROUP", group.toString()).with("COMPOSE_PROFILES", "agent");
    try {
      compose.run("up", "-d", "--no-recreate", "agent");
      awaitText(compose.project());
    } finally {
      // Its requests would come in between those that another test counts.
      compose.run("rm", "-s", "-f", "agent");
    }
  }

  private void awaitText(String text) {
    page.await(
        "\"" + text + "\"",
        LIMIT,
        p -> ((String) p.script("return document.body.innerText")).contains(text));
  }
}
