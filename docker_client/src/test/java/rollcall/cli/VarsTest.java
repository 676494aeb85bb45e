package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rollcall.api.Problem;
import rollcall.api.variable.Variable;
import rollcall.api.variable.VariableHistory;
import rollcall.api.variable.VariablePage;
import rollcall.cli.command.HostEnvironment;
import rollcall.cli.command.Settings;
import rollcall.cli.line.CommandParser;
import rollcall.cli.line.CommandRunner;
import rollcall.cli.terminal.Console;
import rollcall.cli.terminal.Style;
import rollcall.cli.terminal.TerminalSize;
import rollcall.client.http.HttpClients;
import rollcall.common.Environment;
import rollcall.testing.ContractServer;
import rollcall.testing.Samples;

/** The output and the requests of {@code vars}. */
class VarsTest {
  private static final Variable RED = new Variable("color", "red", "4f2a1c9d0b7e", Samples.TIME, 7);
  private static final Variable GONE =
      new Variable("color", null, "node1", Samples.TIME.plusSeconds(9), 8);

  private final List<String> requests = new ArrayList<>();
  private final List<String> idempotencyKeys = new ArrayList<>();
  private ContractServer http;
  private Session session;

  @BeforeEach
  void start() throws Exception {
    http = new ContractServer(Samples.web());
    session = new Session(http);
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void vars_areATable() {
    Variable odd = new Variable("odd", "a\u001b[2J\nb", "x", Samples.TIME, 6);
    http.on("/api/vars", new VariablePage(List.of(RED, odd), null, 7));

    assertThat(session.run("vars")).isZero();

    assertThat(session.out)
        .hasToString(
            """
            KEY    VALUE          TIME (UTC)           BY
            color  red            2026-11-20 21:00:00  4f2a1c9d0b7e
            odd    a\\u001b[2J\\nb  2026-11-20 21:00:00  x
            2 variables, revision 7
            """);
  }

  @Test
  void vars_readsAllPages() {
    http.on(
        "/api/vars",
        exchange -> {
          boolean first = exchange.getRequestURI().getQuery().endsWith("after=");
          ContractServer.answer(
              exchange,
              200,
              first
                  ? new VariablePage(List.of(RED), "color", 7)
                  : new VariablePage(
                      List.of(new Variable("size", "9", "x", Samples.TIME, 6)), null, 7));
        });

    assertThat(session.run("vars --json")).isZero();

    assertThat(session.out.toString()).contains("\"color\"", "\"size\"").doesNotContain("next");
  }

  @Test
  void get_isTheBareValue() {
    http.on("/api/vars/color", RED);

    assertThat(session.run("VARS GET color")).isZero();

    assertThat(session.out).hasToString("red\n");
  }

  @Test
  void set_overwritesAnyValue() {
    http.on("/api/vars/color", exchange -> record(exchange, 200, RED));

    assertThat(session.run("vars set color 'dark red'")).isZero();

    assertThat(requests).containsExactly("PUT /api/vars/color null {\"value\":\"dark red\"}");
    assertThat(session.out).hasToString("set color, revision 7\n");
  }

  @Test
  void edit_overwritesOnlyTheValueItRead() {
    http.on("/api/vars/color", exchange -> record(exchange, 200, RED));

    assertThat(session.run("vars edit color blue")).isZero();

    assertThat(requests)
        .containsExactly(
            "GET /api/vars/color null ", "PUT /api/vars/color \"7\" {\"value\":\"blue\"}");
    assertThat(session.out).hasToString("changed color, revision 7\n");
  }

  @Test
  void edit_failsIfMissingOrChanged() {
    assertThat(session.run("vars edit color blue")).isEqualTo(1);
    assertThat(session.err.toString()).startsWith("Not found: ");

    Problem changed = new Problem("urn:x", "Precondition failed", 412, "It was.", null, "Look.");
    http.on(
        "/api/vars/color",
        exchange -> {
          boolean reads = exchange.getRequestMethod().equals("GET");
          ContractServer.answer(exchange, reads ? 200 : 412, reads ? RED : changed);
        });

    assertThat(session.run("vars edit color blue")).isEqualTo(1);
    assertThat(session.err.toString()).endsWith("Precondition failed: It was. Look.\n");
  }

  @Test
  void delete_printsTheResult() {
    http.on("/api/vars/color", exchange -> record(exchange, 200, GONE));

    assertThat(session.run("vars delete color")).isZero();

    assertThat(requests).containsExactly("DELETE /api/vars/color null ");
    assertThat(session.out).hasToString("deleted color, revision 8\n");
  }

  @Test
  void history_showsWhoChangedIt() {
    http.on("/api/vars/color/history", new VariableHistory(List.of(GONE, RED), 8));

    assertThat(session.run("vars history color")).isZero();

    assertThat(session.out)
        .hasToString(
            """
            REVISION  VALUE      TIME (UTC)           BY
            8         (deleted)  2026-11-20 21:00:09  node1
            7         red        2026-11-20 21:00:00  4f2a1c9d0b7e
            2 changes, revision 8
            """);
  }

  @Test
  void everyWriteHasAnIdempotencyKey_keptWhenRetried() {
    http.on(
        "/api/vars/color",
        exchange -> {
          record(idempotencyKeys, exchange);
          if (idempotencyKeys.size() == 1) {
            exchange.getResponseHeaders().set("Retry-After", "0");
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
          } else {
            ContractServer.answer(exchange, 200, RED);
          }
        });

    assertThat(session.run("vars set color red")).isZero();
    assertThat(session.run("vars delete color")).isZero();

    assertThat(idempotencyKeys).hasSize(3).doesNotContainNull();
    assertThat(idempotencyKeys.get(1)).isEqualTo(idempotencyKeys.get(0));
    assertThat(idempotencyKeys.get(2)).isNotEqualTo(idempotencyKeys.get(0));
  }

  @Test
  void value_comesFromStandardInput() {
    http.on("/api/vars/color", exchange -> record(exchange, 201, RED));

    assertThat(once("two\r\nlines\r\n", "vars", "set", "color", "-")).isZero();

    assertThat(requests).containsExactly("PUT /api/vars/color null {\"value\":\"two\\r\\nlines\"}");
  }

  @Test
  void wrongUsage_isExplained() {
    assertThat(session.run("vars frobnicate color")).isEqualTo(2);
    assertThat(session.run("vars get")).isEqualTo(2);
    assertThat(session.run("vars set color")).isEqualTo(2);
    assertThat(session.run("vars set color -")).isEqualTo(2);
    assertThat(session.run("vars get color red")).isEqualTo(2);
    assertThat(session.run("vars set .. red")).isEqualTo(2);
    assertThat(once("x".repeat(70_000), "vars", "set", "color", "-")).isEqualTo(2);

    assertThat(session.err)
        .hasToString(
            """
            Unknown action "frobnicate": the actions are get, set, edit, delete, history
            Missing KEY: name a variable
            Missing VALUE: give a value, or - to read standard input
            VALUE - is not available: the commands are read from standard input
            Only set and edit take a value
            key: . and .. are not allowed, because URL paths cannot contain them
            """);
  }

  private int once(String input, String... words) {
    HostEnvironment outside = new HostEnvironment(false, Optional.empty());
    CommandParser parser = new CommandParser(Main.commands());
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    return new CommandRunner(parser, new HttpClients(), outside)
        .runOnce(
            parser.parse(List.of(words)),
            Settings.of(new Environment(Map.of("ROLLCALL_SERVER", http.url())), outside),
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new Console(nowhere, nowhere, new Style(false, false), () -> TerminalSize.UNLIMITED));
  }

  private void record(HttpExchange exchange, int status, Object answer) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getFirst("If-Match")
            + " "
            + body);
    ContractServer.answer(exchange, status, answer);
  }

  private static void record(List<String> keys, HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
  }
}
