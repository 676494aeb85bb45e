package rollcall.e2e.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static rollcall.e2e.docker.OneHost.TIGHT;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.e2e.Ran;
import rollcall.e2e.Terminal;

/**
 * What the containers can't do, with the options that stack.yml and compose.yml give them: be root,
 * write to their own files, have a capability or gain one; and that they work so.
 */
@Tag("docker")
class TightTest {
  @RegisterExtension static final OneHost HOST = new OneHost();

  @BeforeAll
  static void startRollcall() {
    HOST.startRollcall();
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "agent"})
  void container_isNotRootAndGainsNothing(String what) {
    String name = HOST.name(what);
    String status = HOST.docker("exec", name, "cat", "/proc/1/status").ok();
    assertThat(status)
        .containsPattern("Uid:\\s10001\\s10001")
        .containsPattern("CapEff:\\s0{16}\\n")
        .containsPattern("CapBnd:\\s0{16}\\n")
        .containsPattern("NoNewPrivs:\\s1\\n");
    for (String file : List.of("/x", "/opt/rollcall/x", "/home/rollcall/x", "/usr/local/bin/x")) {
      Ran ran = HOST.docker("exec", "--user", "0", name, "touch", file).run();
      assertThat(ran.exitCode()).as(file).isNotZero();
    }
    assertThat(Long.parseLong(HOST.inspect(what, "{{.HostConfig.PidsLimit}}"))).isPositive();
    assertThat(Long.parseLong(HOST.inspect(what, "{{.HostConfig.Memory}}"))).isPositive();
  }

  @Test
  void client_postsAndGets() {
    assertThat(HOST.client("client", TIGHT, "post").run().exited(0).all()).contains("(201)");
    assertThat(HOST.client("client", TIGHT, "get").ok()).contains(HOST.name("server"));
  }

  @Test
  void client_linesPipedIn_runsThem() {
    List<String> options = new ArrayList<>(TIGHT);
    options.add("-i");
    Ran ran = HOST.client("client", options).input("get\nexit\n").run().exited(0);
    assertThat(ran.all()).contains(HOST.name("server"));
  }

  @Test
  void client_atATerminal_opensThePrompt() {
    List<String> options = new ArrayList<>(TIGHT);
    options.add("-it");
    try (Terminal terminal = HOST.client("client", options).atTerminal()) {
      terminal.sees("rollcall>").types("get\r").sees(HOST.name("server"));
      terminal.sees("rollcall>").types("exit\r");
      assertThat(terminal.ends()).isZero();
    }
  }

  @Test
  void backup_toStandardOutput_isADatabase() {
    String backup =
        HOST.docker(
                "run", "--rm", "--name", HOST.name("backup"), "-v", HOST.name("data") + ":/data")
            .and(TIGHT)
            .and(List.of("app_server", "backup", "-"))
            .ok();
    assertThat(backup).startsWith("SQLite format 3");
  }
}
