package rollcall.e2e.docker;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rollcall.e2e.Bash;
import rollcall.e2e.Command;
import rollcall.e2e.Repository;
import rollcall.e2e.TourPage;

/** Every command of docs/TOUR.md that one machine can run prints what the page says. */
@Tag("docker")
class TourTest {
  // The page's own ports; base images of Debian's packages.
  @RegisterExtension
  final Compose compose =
      new Compose()
          .with("BASE_IMAGE", "rollcall-base-runtime")
          .with("BUILD_IMAGE", "rollcall-base-build")
          .with("RUNTIME_IMAGE", "rollcall-base-runtime");

  @AfterEach
  void remove() throws IOException {
    Command.of("docker", "rm", "-f", "-v", "tour-server", "tour-web").run();
    Files.deleteIfExists(Repository.file("answers"));
  }

  @Test
  void commands_ofTheTour_printWhatThePageSays() {
    try (Bash shell = new Bash(compose.environment())) {
      for (TourPage.Block block : TourPage.blocks("sh")) {
        long start = System.nanoTime();
        block.check(shell::run);
        long seconds = (System.nanoTime() - start) / 1_000_000_000;
        System.out.println(block.title() + ": as the page says (" + seconds + " s)");
      }
    }
  }
}
