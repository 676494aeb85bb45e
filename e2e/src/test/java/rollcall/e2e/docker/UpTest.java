package rollcall.e2e.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static rollcall.e2e.docker.OneHost.patiently;

import com.sun.net.httpserver.HttpServer;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.e2e.Command;
import rollcall.e2e.Ran;

/**
 * {@code ./rollcall up} with lines piped in: runs them, ends with the prompt's exit code, leaves
 * nothing running, and takes less than five seconds from the second time on.
 */
@Tag("docker")
class UpTest {
  private static final String SESSION = "post\nget\nexit\n";

  @TempDir Path folder;
  private Up up;

  @BeforeAll
  static void build() {
    Command.of("./rollcall", "client", "--version").within(Duration.ofMinutes(15)).ok();
  }

  @BeforeEach
  void choosePorts() {
    up = new Up(folder);
  }

  @Test
  void lines_areRunAndNothingIsLeft() {
    assertThat(up.command().input(SESSION).ok()).contains("(201)");
    up.leavesNothing();
  }

  @Test
  void secondRun_buildsNothingAndKnowsTheFirstOnesReport() {
    up.command().input(SESSION).ok();
    String shown = up.command().input(SESSION).run().exited(0).all();
    assertThat(shown)
        .containsPattern("(?m)^([2-9]|1\\d)\\d* containers")
        .containsPattern("(?m)served by server\\." + up.port + "@" + OneHost.hostname() + "$")
        .doesNotContain("rollcall: building")
        .doesNotContain("the agent: "); // no complaint of a good engine
    up.leavesNothing();
  }

  @Test
  void command_thatFails_showsInTheExitCode() {
    up.command().input("get no-such-container\n").run().exited(1);
  }

  @Test
  void sigterm_stopsEverything() throws Exception {
    Path log = folder.resolve("log");
    Process process = up.command().start(log);
    try (OutputStream lines = process.getOutputStream()) {
      lines.write("get\n".getBytes(StandardCharsets.UTF_8));
      lines.flush();
      patiently().until(() -> Files.readString(log).contains("served by"));
      process.toHandle().destroy(); // and leaves the pipe open
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(log)).isEqualTo(143);
    up.leavesNothing();
  }

  @Test
  void engine_missing_isSaidAboveThePrompt() {
    Ran ran =
        up.command().with("DOCKER_HOST", "unix:///nonexistent").input("exit\n").run().exited(0);
    assertThat(ran.all())
        .containsPattern("(?m)^rollcall: the agent: No Docker engine .* unix:///nonexistent");
  }

  @Test
  void port_ofAnotherProgram_isNamed() throws Exception {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), up.port), 0);
    other.start();
    try {
      Ran ran = up.command().run().exited(1);
      assertThat(ran.err()).contains("127.0.0.1:" + up.port, "another port");
    } finally {
      other.stop(0);
    }
  }
}
