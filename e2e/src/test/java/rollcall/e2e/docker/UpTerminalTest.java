package rollcall.e2e.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.e2e.Terminal;

/**
 * {@code ./rollcall up} at a terminal: Ctrl-C is the prompt's and ends nothing, Ctrl-D ends all of
 * it; a server that dies ends the session and names its log.
 */
@Tag("docker")
class UpTerminalTest {
  private static final String CTRL_C = "\u0003";
  private static final String CTRL_D = "\u0004";

  @TempDir Path folder;

  @Test
  void ctrlC_clearsTheLine_ctrlD_endsTheSession() {
    Up up = new Up(folder);
    try (Terminal terminal = up.command().atTerminal()) {
      terminal.sees("rollcall>").types("half a line" + CTRL_C);
      terminal.sees("rollcall>").types("status\r");
      terminal.sees("revision").sees("rollcall>").types(CTRL_D);
      assertThat(terminal.ends()).isZero();
    }
    up.leavesNothing();
  }

  @Test
  void serverThatDies_endsTheSessionAndNamesItsLog() {
    Up up = new Up(folder);
    try (Terminal terminal = up.command().atTerminal()) {
      terminal.sees("rollcall>");
      server().destroyForcibly();
      terminal.sees(up.serverLog().toString());
      assertThat(terminal.ends()).isEqualTo(1);
    }
    up.leavesNothing();
  }

  private static ProcessHandle server() {
    return ProcessHandle.current()
        .descendants()
        .filter(one -> one.info().commandLine().orElse("").endsWith("rollcall-server.jar"))
        .findFirst()
        .orElseThrow();
  }
}
