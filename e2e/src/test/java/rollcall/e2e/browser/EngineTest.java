package rollcall.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.e2e.program.Programs;
import rollcall.e2e.program.Server;

/** Containers of this machine's own Docker engine, as an agent reports them. */
@Tag("browser")
class EngineTest {
  private static final String NAME = "rollcall-browser-" + ProcessHandle.current().pid();
  private static final Duration SOON = Duration.ofSeconds(2);

  @TempDir Path folder;

  @BeforeEach
  void image() throws Exception {
    shell(
        "docker image inspect rollcall-busybox >/dev/null 2>&1 || { mkdir -p "
            + folder
            + "/root/bin && cp $(command -v busybox) "
            + folder
            + "/root/bin/ && for name in sh sleep; do ln -s busybox "
            + folder
            + "/root/bin/$name; done && tar -C "
            + folder
            + "/root -c . | docker import - rollcall-busybox; }");
  }

  @AfterEach
  void remove() throws Exception {
    shell("docker rm -f " + NAME + " >/dev/null 2>&1 || true");
  }

  @Test
  void startedAndStopped_showsWithinTwoSeconds() throws Exception {
    try (Programs programs = new Programs(folder);
        Browser page = new Browser()) {
      Server server = programs.server("server.1");
      programs.agent(server.port());
      page.open(server.url("/?q=" + NAME));
      page.awaitLive();
      page.await("the agent's node", p -> p.texts(".columns h2").contains("this-node"));

      shell("docker run -d --name " + NAME + " rollcall-busybox sleep 600");
      page.await("it runs", SOON, p -> p.texts("[data-state=running] strong").contains(NAME));
      shell("docker kill " + NAME);
      page.await("it has ended", SOON, p -> p.texts("[data-state=exited] strong").contains(NAME));
      assertThat(page.texts(".card .state")).containsExactly("exited (137)");
      shell("docker rm " + NAME);
      page.await("it is gone", SOON, p -> p.cards().equals(List.of()));
      page.hasNoErrors(false);
    }
  }

  private static void shell(String command) throws Exception {
    Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(command + ": " + said).isZero();
  }
}
