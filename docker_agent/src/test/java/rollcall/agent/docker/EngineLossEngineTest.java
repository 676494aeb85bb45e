package rollcall.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.agent.docker.node.NodeContainers;
import rollcall.agent.metrics.Metrics;
import rollcall.api.node.NodeReport;

/** An engine that is unavailable, restored, or unresponsive. */
class EngineLossEngineTest {
  private static final Path REAL =
      Path.of(
          System.getenv()
              .getOrDefault("DOCKER_HOST", "unix:///var/run/docker.sock")
              .replaceFirst("^unix://", ""));

  @Test
  void all_engineStartsStopsAndRestarts(@TempDir Path dir) throws Exception {
    Path socket = dir.resolve("docker.sock");
    try (Engine engine = engine(socket, Duration.ofSeconds(10))) {
      NodeContainers containers = containers(engine);
      assertThatThrownBy(containers::all)
          .isInstanceOf(EngineUnavailableException.class)
          .hasMessage(
              "No Docker engine responds at unix://" + socket + ": No such file or directory.");
      assertThat(containers.node()).isEmpty();
      assertThat(engine.version()).isEmpty();

      Files.createSymbolicLink(socket, REAL);
      NodeReport report = containers.all();
      assertThat(engine.version()).contains(String.valueOf(report.engineVersion()));
      assertThat(containers.node()).isPresent();

      Files.delete(socket);
      // New connections fail; open ones keep working.
      engine.query(
          session -> {
            session.close();
            return "";
          });
      assertThatThrownBy(containers::all).isInstanceOf(EngineUnavailableException.class);
      assertThat(engine.version()).isEmpty();

      Files.createSymbolicLink(socket, REAL);
      assertThat(containers.all().engineVersion()).isEqualTo(report.engineVersion());
    }
  }

  @Test
  void query_unresponsiveEngine_timesOut(@TempDir Path dir) throws Exception {
    Path socket = dir.resolve("docker.sock");
    try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      silent.bind(UnixDomainSocketAddress.of(socket));
      try (Engine engine = engine(socket, Duration.ofSeconds(1))) {
        long start = System.nanoTime();

        for (int i = 0; i < 3; i++) {
          assertThatThrownBy(() -> engine.query(EngineSession::api))
              .isInstanceOf(EngineUnavailableException.class)
              .hasMessageStartingWith(
                  "No Docker engine responds at unix://" + socket + ": no response within ");
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
      }
    }
  }

  private static Engine engine(Path socket, Duration timeout) {
    return new Engine(Optional.of("unix://" + socket), timeout);
  }

  private static NodeContainers containers(Engine engine) {
    return new NodeContainers(
        engine, Optional.empty(), Clock.systemUTC(), new Metrics(System::nanoTime));
  }
}
