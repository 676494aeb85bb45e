package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.api.variable.Variable;
import rollcall.testing.ContractServer;
import rollcall.testing.Program;
import rollcall.testing.Program.Ended;
import rollcall.testing.PseudoTerminal;
import rollcall.testing.Samples;

/** The program with other locales, proxies, full disks and closed pipes. */
class MachineTest {
  private final List<String> stored = new CopyOnWriteArrayList<>();
  private ContractServer http;

  @BeforeEach
  void start() throws Exception {
    http = new ContractServer(Samples.web());
    http.on("/api/vars/", this::store);
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "POSIX", "C.UTF-8", "nonsense"})
  void arguments_areDecoded_inEachLocale(String locale) throws Exception {
    Ended ended = shell(locale, "rollcall vars set k 'grüß 名前 😀' && rollcall vars get k");

    assertThat(ended.err()).isEmpty();
    assertThat(stored).containsExactly("{\"value\":\"grüß 名前 😀\"}");
    assertThat(ended.out()).endsWith("grüß 名前 😀\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "C.UTF-8"})
  void standardInput_isUtf8_inEachLocale(String locale) throws Exception {
    shell(locale, "printf 'gr\\303\\274n' | rollcall vars set k -");
    shell(locale, "printf 'vars set k gr\\303\\274n\\n' | rollcall");

    assertThat(stored).containsExactly("{\"value\":\"grün\"}", "{\"value\":\"grün\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rollcall vars set k $(printf 'gr\\374n')",
        "printf 'gr\\374n' | rollcall vars set k -",
        "printf 'vars set k gr\\374n\\n' | rollcall"
      })
  void invalidUtf8_isRejected(String line) throws Exception {
    for (String locale : List.of("C", "C.UTF-8")) {
      Ended ended = shell(locale, line);

      assertThat(ended.exitCode()).isEqualTo(2);
      assertThat(ended.err().lines()).singleElement().asString().contains("not UTF-8");
    }
    assertThat(stored).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "ps", "nodes", "help", "--version", "vars get k"})
  void fullDisk_isAFailure(String command) throws Exception {
    Ended ended = shell("C.UTF-8", "rollcall " + command + " >/dev/full");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err().lines())
        .singleElement()
        .asString()
        .startsWith("Standard output cannot be written: ");
  }

  @Test
  void proxy_isNotUsed() throws Exception {
    Map<String, String> proxy = new HashMap<>();
    for (String name : List.of("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy")) {
      proxy.put(name, "http://127.0.0.1:9");
    }
    // Java's own settings.
    proxy.put(
        "JAVA_TOOL_OPTIONS", "-Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=9 -Dhttp.nonProxyHosts=");
    proxy.put("ROLLCALL_SERVER", http.url());

    Ended ended = Program.run(proxy, "", "get");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).startsWith("0 containers");
  }

  @Test
  void terminalWithoutASize_hasTheDefaultSize() throws Exception {
    http.add(Samples.seen(Samples.web(), Samples.TIME));
    Map<String, String> urls = Map.of("ROLLCALL_SERVER", http.url());
    for (String command : List.of(" ps -a", " doctor", "")) {
      String line = "stty cols 0 rows 0; exec " + PseudoTerminal.ROLLCALL + command;
      try (PseudoTerminal terminal = new PseudoTerminal(urls, line)) {
        if (command.isEmpty()) {
          terminal.await("rollcall>");
          terminal.type("ps -a\r");
        }
        terminal.await(command.equals(" doctor") ? "server URL " + http.url() + ": " : "nginx:1");

        assertThat(terminal.screen()).doesNotContain("xception", "Internal error");
      }
    }
  }

  @Test
  void closedPipe_printsNoError() throws Exception {
    Ended ended = shell("C.UTF-8", "{ rollcall get; echo $? >&2; } | true");

    assertThat(ended.err().strip()).isIn("141", "0");
  }

  private Ended shell(String locale, String line) throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("LC_ALL", locale);
    environment.put("ROLLCALL_SERVER", http.url());
    environment.put("ROLLCALL_AGENT", http.url());
    return Program.shell(environment, line);
  }

  private void store(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (!body.isEmpty()) {
      stored.add(body);
    }
    Variable var = new Variable("k", "grüß 名前 😀", "x", Samples.TIME, 7);
    ContractServer.answer(exchange, 200, var);
  }
}
