package rollcall.e2e.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static rollcall.e2e.docker.OneHost.patiently;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rollcall.api.Paths;
import rollcall.api.container.Report;

/**
 * A server that was killed, and one that was stopped and replaced, have every acknowledged report.
 */
@Tag("docker")
class KeptDataTest {
  private static final int REPORTS = 20;

  @RegisterExtension final OneHost host = new OneHost();

  @BeforeEach
  void report() {
    host.startServer();
    for (int i = 1; i <= REPORTS; i++) {
      Instant time = Instant.parse("2026-11-01T00:00:00Z");
      String id = "%064x".formatted(i);
      host.server().post(Report.basic(id, "kept-" + i, "lab", time, 1.5, 0.25));
    }
  }

  @Test
  void reports_serverKilled_areAllThere() {
    host.docker("kill", "-s", "KILL", host.name("server")).ok();
    host.docker("start", host.name("server")).ok();
    patiently().untilAsserted(() -> host.http().get(Paths.HEALTHCHECK).is(200));
    areAllThere();
  }

  @Test
  void reports_serverStoppedAndReplaced_areAllThere() {
    long start = System.nanoTime();
    host.docker("stop", "-t", "30", host.name("server")).ok();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(host.inspect("server", "{{.State.ExitCode}}")).isIn("0", "143");
    assertThat(took).isLessThan(Duration.ofSeconds(20));

    host.remove("server");
    host.startServer();
    areAllThere();
  }

  private void areAllThere() {
    for (int i = 1; i <= REPORTS; i++) {
      assertThat(host.server().container("kept-" + i).value().report().name())
          .isEqualTo("kept-" + i);
    }
  }
}
