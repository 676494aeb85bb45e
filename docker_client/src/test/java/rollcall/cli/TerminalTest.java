package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static rollcall.testing.PseudoTerminal.ROLLCALL;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.api.history.ChangePage;
import rollcall.testing.ContractServer;
import rollcall.testing.PseudoTerminal;
import rollcall.testing.Samples;

/** Different terminals, and the keys that end commands without an end. */
class TerminalTest {
  private static final String PROMPT = "rollcall>";
  private static final String CHANGE = "node back";
  private static final String ROW = "nginx:1";

  @TempDir Path state;
  private ContractServer http;

  @BeforeEach
  void start() throws Exception {
    http = new ContractServer(Samples.web());
    http.add(Samples.seen(Samples.web(), Instant.now()));
    http.on("/api/changes", TerminalTest::change);
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"xterm", "dumb", "foo", ""})
  void atThePrompt_ctrlDAndCtrlCEndTheCommandOnly(String type) throws Exception {
    try (PseudoTerminal terminal = open(type, "exec " + ROLLCALL)) {
      terminal.await(PROMPT);
      for (char end : new char[] {'D', 'C'}) {
        terminal.type("watch\r");
        terminal.await(CHANGE);
        terminal.control(end);
        terminal.await(PROMPT);
        terminal.type("ps -w\r");
        terminal.await(ROW);
        terminal.control(end);
        terminal.await(PROMPT);
      }
      terminal.type("nonsense");
      terminal.await("nonsense");
      terminal.control('C');
      terminal.await(PROMPT);
      terminal.type("get\r");
      terminal.await("1 container, revision 7");
      terminal.await(PROMPT);
      terminal.control('D');

      assertThat(terminal.exitCode()).isZero();
      assertThat(terminal.screen())
          .doesNotContain("xception", "WARN", "Unknown command", "Cancelled");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"xterm", "dumb", "foo", ""})
  void oneShot_ctrlDAndCtrlCEndWithZero(String type) throws Exception {
    for (char end : new char[] {'D', 'C'}) {
      for (String command : List.of("watch", "ps -w")) {
        try (PseudoTerminal terminal = open(type, "exec " + ROLLCALL + " " + command)) {
          terminal.await(command.equals("watch") ? CHANGE : ROW);
          terminal.control(end);

          assertThat(terminal.exitCode()).isZero();
          String screen = terminal.screen();
          assertThat(screen).doesNotContain("xception", "WARN");
          assertThat(screen.split("\u001b\\[\\?1049h", -1))
              .hasSameSizeAs(screen.split("\u001b\\[\\?1049l", -1));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dumb", ""})
  void dumbTerminal_getsPlainText(String type) throws Exception {
    for (String command : List.of("nodes", "doctor", "ps -w")) {
      try (PseudoTerminal terminal = open(type, "exec " + ROLLCALL + " " + command)) {
        terminal.await(command.equals("ps -w") ? ROW : "n1");
        terminal.control('C');
        terminal.exitCode();

        assertThat(terminal.screen()).doesNotContain("\u001b");
      }
    }
  }

  @Test
  void background_isNotStoppedForReadingKeys() throws Exception {
    String line = "set -m; " + ROLLCALL + " watch --count 1 & wait; echo the end: $?; jobs";
    try (PseudoTerminal terminal = open("xterm", line)) {
      terminal.await(CHANGE);
      terminal.await("the end: 0");

      assertThat(terminal.exitCode()).isZero();
      assertThat(terminal.screen()).doesNotContain("Stopped");
    }
  }

  private PseudoTerminal open(String type, String line) throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("ROLLCALL_SERVER", http.url());
    environment.put("ROLLCALL_AGENT", http.url());
    environment.put("XDG_STATE_HOME", state.toString());
    environment.put("TERM", type);
    return new PseudoTerminal(environment, line);
  }

  /** Sends one change; then waits, like a long poll. */
  private static void change(HttpExchange exchange) throws IOException {
    if (!"text/event-stream".equals(exchange.getRequestHeaders().getFirst("Accept"))) {
      ContractServer.pause();
      ContractServer.answer(exchange, 200, new ChangePage(List.of(), 7));
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.getResponseHeaders().set("X-Rollcall-Revision", "7");
    exchange.sendResponseHeaders(200, 0);
    String change =
        "{\"revision\":8,\"time\":\"2026-11-20T21:00:08Z\",\"what\":\"node_back\",\"node\":\"n1\"}";
    String event = "id: 8\nevent: node_back\ndata: " + change + "\n\n";
    exchange.getResponseBody().write(event.getBytes(StandardCharsets.UTF_8));
    exchange.getResponseBody().flush();
    ContractServer.pause();
  }
}
