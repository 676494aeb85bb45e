package rollcall.cli.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.api.history.ChangePage;
import rollcall.common.Version;
import rollcall.testing.ContractServer;
import rollcall.testing.PseudoTerminal;
import rollcall.testing.Samples;

/** The prompt on a pseudo-terminal. */
class ShellTest {
  private static final String PROMPT = "rollcall>";

  @TempDir Path state;
  private ContractServer http;

  @BeforeEach
  void start() throws Exception {
    http = new ContractServer(Samples.web());
    http.add(Samples.seen(Samples.web(), Instant.now()));
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void welcome_showsServerAndAgent() throws Exception {
    try (PseudoTerminal terminal = open(Map.of())) {
      assertThat(terminal.await("help for help"))
          .contains("Rollcall " + Version.CURRENT, "server " + http.url(), "agent " + http.url());
    }
  }

  @Test
  void welcome_isNotBrokenWithinAWord() throws Exception {
    String line = "stty cols 80; exec " + PseudoTerminal.ROLLCALL;
    try (PseudoTerminal terminal = new PseudoTerminal(environment(), line)) {
      terminal.await(PROMPT);

      assertThat(terminal.screen().lines().limit(2))
          .allMatch(text -> text.length() <= 80 + 2) // each · is two bytes
          .anyMatch(text -> text.startsWith("Rollcall"))
          .contains("help for help");
    }
  }

  @Test
  void command_printsInColorAndCtrlDEnds() throws Exception {
    try (PseudoTerminal terminal = open(Map.of())) {
      terminal.await(PROMPT);
      terminal.type("GET\r");
      assertThat(terminal.await("1 container, revision 7")).contains("\u001b[32mUp ");
      terminal.await(PROMPT);
      terminal.control('D');
      assertThat(terminal.exitCode()).isZero();
    }
  }

  @Test
  void noColor_isRespected() throws Exception {
    try (PseudoTerminal terminal = open(Map.of("NO_COLOR", "1"))) {
      terminal.await(PROMPT);
      terminal.type("\t");
      terminal.await("whoami");
      terminal.control('C');
      terminal.await(PROMPT);
      terminal.type("get\r");
      terminal.await("1 container, revision 7");
      terminal.type("exit\r");
      assertThat(terminal.exitCode()).isZero();
      assertThat(terminal.screen()).doesNotContainPattern("\u001b\\[[0-9;]*m");
    }
  }

  @Test
  void tab_completesCommandsOptionsAndContainers() throws Exception {
    try (PseudoTerminal terminal = open(Map.of())) {
      terminal.await(PROMPT);
      terminal.type("who\t");
      terminal.await("whoami");
      terminal.type("--js\t");
      terminal.await("--json");
      terminal.control('U');
      // Names are fetched in the background; until then Tab offers none.
      terminal.type("get\r");
      terminal.await("1 container, revision 7");
      terminal.await(PROMPT);
      terminal.type("get w\t");
      terminal.await("web");
      terminal.type("\r");
      terminal.await("nginx:1");
    }
  }

  @Test
  void history_isKeptForTheNextSession() throws Exception {
    try (PseudoTerminal terminal = open(Map.of())) {
      terminal.await(PROMPT);
      terminal.type("get web\r");
      terminal.await("nginx:1");
      terminal.await(PROMPT);
      terminal.control('P');
      terminal.await("get web");
      terminal.type("\r");
      terminal.await("nginx:1");
      terminal.await(PROMPT);
      terminal.control('D');
      assertThat(terminal.exitCode()).isZero();
    }
    assertThat(Files.readString(state.resolve("rollcall/history"))).contains("get web");
    try (PseudoTerminal terminal = open(Map.of())) {
      terminal.await(PROMPT);
      terminal.control('P');
      terminal.await("get web");
    }
  }

  @Test
  void history_notWritableIsNoError() throws Exception {
    Map<String, String> nowhere = Map.of("XDG_STATE_HOME", "/dev/null/state");
    try (PseudoTerminal terminal = open(nowhere)) {
      terminal.await(PROMPT);
      terminal.type("quit\r");
      assertThat(terminal.exitCode()).isZero();
      assertThat(terminal.screen()).doesNotContain("xception", "WARN");
    }
  }

  @Test
  void ctrlC_clearsTheLine() throws Exception {
    try (PseudoTerminal terminal = open(Map.of())) {
      terminal.await(PROMPT);
      terminal.type("nonsense");
      terminal.await("nonsense");
      terminal.control('C');
      terminal.await(PROMPT);
      terminal.type("exit\r");
      assertThat(terminal.exitCode()).isZero();
      assertThat(terminal.screen()).doesNotContain("Unknown command");
    }
  }

  @Test
  void ctrlC_cancelsTheRequest() throws Exception {
    try (MockWebServer slow = new MockWebServer()) {
      slow.start();
      for (int i = 0; i < 4; i++) {
        slow.enqueue(new MockResponse.Builder().headersDelay(60, TimeUnit.SECONDS).build());
      }
      String url = "http://127.0.0.1:" + slow.getPort();
      try (PseudoTerminal terminal = open(Map.of())) {
        terminal.await(PROMPT);
        terminal.type("nodes --timeout 50s --server " + url + "\r");
        assertThat(slow.takeRequest().getTarget()).isEqualTo("/api/nodes");
        terminal.control('C');
        terminal.await("Cancelled");
        terminal.await(PROMPT);
        terminal.type("get\r");
        terminal.await("1 container, revision 7");
      }
    }
  }

  @Test
  void psWatch_updatesInPlaceUntilCtrlC() throws Exception {
    AtomicLong revision = new AtomicLong(7);
    http.on(
        "/api/changes",
        exchange -> {
          if (revision.getAndIncrement() == 7) {
            http.add(Samples.seen(Samples.plain("late", "late"), Instant.now()));
          } else {
            ContractServer.pause();
          }
          ContractServer.answer(exchange, 200, new ChangePage(List.of(), 8));
        });
    try (PseudoTerminal terminal = open(Map.of())) {
      terminal.await(PROMPT);
      terminal.type("ps -w\r");
      terminal.await("\u001b[?1049h");
      terminal.await("nginx:1");
      // Only changed lines are written; clearing the screen would flicker.
      assertThat(terminal.await("late")).contains("\u001b[3;1H").doesNotContain("\u001b[2J");
      terminal.control('C');
      terminal.await("\u001b[?1049l");
      terminal.await(PROMPT);
      terminal.type("exit\r");
      assertThat(terminal.exitCode()).isZero();
    }
  }

  private PseudoTerminal open(Map<String, String> more) throws Exception {
    Map<String, String> environment = environment();
    environment.putAll(more);
    return new PseudoTerminal(environment);
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("ROLLCALL_SERVER", http.url());
    environment.put("ROLLCALL_AGENT", http.url());
    environment.put("XDG_STATE_HOME", state.toString());
    return environment;
  }
}
