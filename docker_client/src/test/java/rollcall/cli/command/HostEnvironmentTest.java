package rollcall.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.cli.Main;
import rollcall.cli.line.CommandParser;
import rollcall.cli.terminal.Console;
import rollcall.cli.terminal.Style;
import rollcall.cli.terminal.TerminalSize;
import rollcall.client.http.HttpClients;
import rollcall.common.Environment;

class HostEnvironmentTest {
  private static final String ROUTES =
      """
      Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
      eth0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0
      eth0\t00000000\t010011AC\t0003\t0\t0\t0\t00000000\t0\t0\t0
      """;

  @TempDir Path root;

  @Test
  void container_reachesItsNodeAtTheGateway() throws Exception {
    Files.createFile(root.resolve(".dockerenv"));
    write("proc/net/route", ROUTES);

    Settings settings = settings(Map.of());

    assertThat(settings.server()).hasToString("http://172.17.0.1:5001");
    assertThat(settings.agent()).hasToString("http://172.17.0.1:5002");
  }

  @Test
  void containerOnTheHostsNetwork_doesNotUseTheRouter() throws Exception {
    Files.createFile(root.resolve(".dockerenv"));
    write("proc/net/route", ROUTES);
    write("proc/net/dev", "Inter-| Receive\n    lo: 1 2\ndocker0: 1 2\n  eth0: 3 4\n");

    assertThat(settings(Map.of()).server()).hasToString("http://127.0.0.1:5001");
  }

  @Test
  void container_isDetectedByItsCgroup() throws Exception {
    write("proc/1/cgroup", "0::/system.slice/docker-0123.scope\n");

    assertThat(HostEnvironment.detect(root).inContainer()).isTrue();
  }

  @Test
  void outsideAContainer_usesLoopback() throws Exception {
    write("proc/net/route", ROUTES);
    write("proc/1/cgroup", "0::/init.scope\n");

    assertThat(settings(Map.of()).server()).hasToString("http://127.0.0.1:5001");
  }

  @Test
  void options_overrideTheEnvironment() {
    Settings settings = settings(Map.of("ROLLCALL_SERVER", "n1", "NO_COLOR", "1"));

    assertThat(settings.server()).hasToString("http://n1:5001");
    assertThat(settings.color()).isFalse();
    assertThat(settings.with(new Options("n2", null, "2s", true, false)).server())
        .hasToString("http://n2:5001");
  }

  @Test
  void token_isNeverPrinted() {
    assertThatThrownBy(() -> settings(Map.of("ROLLCALL_TOKEN", "s3cret\nx")))
        .hasMessageStartingWith("ROLLCALL_TOKEN: expected visible ASCII")
        .hasMessageNotContaining("s3cret");
    assertThat(settings(Map.of("ROLLCALL_TOKEN", "s3cret"))).asString().doesNotContain("s3cret");
  }

  @Test
  void agentOnLoopback_cannotIdentifyAContainer() throws Exception {
    Files.createFile(root.resolve(".dockerenv"));
    write("proc/net/route", ROUTES);

    assertThat(isKnownToAgent(Map.of("ROLLCALL_AGENT", "172.17.0.1"))).isTrue();
    assertThat(isKnownToAgent(Map.of("ROLLCALL_AGENT", "127.0.0.1"))).isFalse();
  }

  private boolean isKnownToAgent(Map<String, String> variables) {
    HostEnvironment host = HostEnvironment.detect(root);
    Settings settings = Settings.of(new Environment(variables), host);
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Console console =
        new Console(nowhere, nowhere, new Style(false, false), () -> TerminalSize.DEFAULT);
    CommandParser.Line line = new CommandParser(Main.commands()).parse(List.of("post"));
    HttpClients clients = new HttpClients();
    Neighbours neighbours = new Neighbours(clients, host);
    return new CommandContext(settings, line.arguments(), clients, neighbours, null, console)
        .isKnownToAgent();
  }

  private Settings settings(Map<String, String> variables) {
    return Settings.of(new Environment(variables), HostEnvironment.detect(root));
  }

  private void write(String file, String text) throws Exception {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
