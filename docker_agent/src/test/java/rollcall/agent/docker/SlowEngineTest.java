package rollcall.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.agent.docker.event.DockerEventStream;
import rollcall.agent.docker.node.NodeContainers;
import rollcall.agent.metrics.Metrics;
import rollcall.agent.roster.NodeRoster;
import rollcall.api.container.Report;
import rollcall.api.container.State;
import rollcall.api.node.NodeReport;

/** A real engine's responses, some of them late or missing. */
class SlowEngineTest {
  private final Metrics metrics = new Metrics(System::nanoTime);
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final PrintStream stderr = System.err;
  private PlayedEngine played;

  @BeforeEach
  void start() {
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    played = PlayedEngine.recorded();
  }

  @AfterEach
  void stop() {
    played.close();
    System.setErr(stderr);
  }

  private NodeRoster roster(Engine engine) {
    return new NodeRoster(
        new NodeContainers(engine, Optional.empty(), Clock.systemUTC(), metrics), metrics);
  }

  private Engine engine(Duration timeout) {
    return new Engine(played.address(), timeout);
  }

  private static Report of(NodeReport report, String id) {
    return report.containers().stream().filter(r -> r.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void inspectionsHang_theListIsReported_andTheOthersInFull() {
    played.delays.put("/containers/" + PlayedEngine.WEB + "/json", PlayedEngine.FOR_EVER);
    played.delays.put("/containers/" + PlayedEngine.JOB + "/json", PlayedEngine.FOR_EVER);
    try (Engine engine = engine(Duration.ofMinutes(1))) {
      NodeReport report = roster(engine).reconcile(List.of());

      assertThat(report.containers()).hasSize(5);
      assertThat(report.unread()).isEqualTo(2);
      assertThat(of(report, PlayedEngine.WEB).state()).isEqualTo(State.RUNNING);
      assertThat(of(report, PlayedEngine.WEB).labels()).containsEntry("team", "blue");
      assertThat(of(report, PlayedEngine.JOB).exitCode()).isEqualTo(3);
      assertThat(of(report, PlayedEngine.HOST).restarts()).isZero();
      assertThat(report.departed()).isEmpty();
    }
  }

  @Test
  void infoHangsAtTheStart_containersAreReported() {
    played.delays.put("/info", PlayedEngine.FOR_EVER);
    try (Engine engine = engine(Duration.ofSeconds(2))) {
      NodeReport report = roster(engine).reconcile(List.of());

      assertThat(report.containers()).hasSize(5);
      assertThat(report.unread()).isZero();
      assertThat(report.engineVersion()).isNull();
      assertThat(report.containers()).allMatch(container -> container.node() != null);
    }
    assertThat(log.toString(StandardCharsets.UTF_8)).contains("does not respond to GET /info");
  }

  @Test
  void infoIsSlowAtTheStart_theAgentWaits() {
    played.delays.put("/info", Duration.ofSeconds(4));
    try (Engine engine = engine(Duration.ofMinutes(1))) {
      NodeReport report = roster(engine).reconcile(List.of());

      assertThat(report.engineId()).isNotNull();
      assertThat(report.containers()).hasSize(5).allMatch(r -> "node-7".equals(r.node()));
    }
  }

  @Test
  void lateEngine_isReportedWithNameAndIdImmediately(@TempDir Path dir) throws IOException {
    Path socket = dir.resolve("docker.sock");
    try (Engine engine = new Engine(Optional.of("unix://" + socket), Duration.ofMinutes(1))) {
      NodeRoster roster = roster(engine);
      assertThatThrownBy(() -> roster.reconcile(List.of()))
          .isInstanceOf(EngineUnavailableException.class);
      try (UnixFront front = new UnixFront(socket, played.port())) {
        NodeReport report = roster.reconcile(List.of());

        assertThat(front.address()).isPresent();
        assertThat(report.engineId()).isNotNull();
        assertThat(report.containers()).hasSize(5).allMatch(r -> "node-7".equals(r.node()));
      }
    }
  }

  @Test
  void infoHangsLater_theNodeIsReportedAsLastKnown() {
    try (Engine engine = engine(Duration.ofMinutes(1))) {
      NodeRoster roster = roster(engine);
      assertThat(roster.reconcile(List.of()).engineVersion()).isEqualTo("20.10.24+dfsg1");
      played.delays.put("/info", PlayedEngine.FOR_EVER);

      NodeReport report = roster.reconcile(List.of());

      assertThat(report.engineVersion()).isEqualTo("20.10.24+dfsg1");
      assertThat(report.containers()).hasSize(5).allMatch(r -> "node-7".equals(r.node()));
    }
  }

  /** Retries until the roster returns a report. */
  private static NodeReport eventually(NodeRoster roster) {
    for (int tries = 0; tries < 20; tries++) {
      try {
        return roster.reconcile(List.of());
      } catch (EngineUnavailableException e) {
        assertThat(e).hasMessageContaining("no response within");
      }
    }
    throw new AssertionError("no report in 20 tries");
  }

  /** Takes three times the initial timeout; the agent with 10 s tolerates a minute. */
  @Test
  void slowList_isReadEventually() {
    played.delays.put("/containers/json", Duration.ofSeconds(3));
    try (Engine engine = engine(Duration.ofSeconds(1))) {
      NodeReport report = eventually(roster(engine));

      assertThat(report.containers()).hasSize(5);
      assertThat(report.departed()).isEmpty();
    }
  }

  /** Over a Unix socket, where a timeout closes the connection. */
  @Test
  void slowVersion_isReadEventually(@TempDir Path dir) throws IOException {
    played.delays.put("/version", Duration.ofSeconds(3));
    try (UnixFront front = new UnixFront(dir.resolve("docker.sock"), played.port());
        Engine engine = new Engine(front.address(), Duration.ofSeconds(1))) {
      NodeReport report = eventually(roster(engine));

      assertThat(report.containers()).hasSize(5);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 500})
  void eventsRefused_isLoggedOnce_andContainersAreReported(int status) {
    played.refusals.put("/events", status);
    AtomicInteger tries = new AtomicInteger();
    try (Engine engine = engine(Duration.ofMinutes(1))) {
      new DockerEventStream(
              engine,
              event -> {},
              () -> {},
              Clock.systemUTC(),
              pause -> {
                if (tries.incrementAndGet() == 20) {
                  throw new InterruptedException();
                }
              },
              metrics)
          .run();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(roster(engine).reconcile(List.of()).containers()).hasSize(5);
    }

    assertThat(tries).hasValue(20);
    assertThat(log.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("WARN")))
        .singleElement()
        .asString()
        .contains(
            "The Docker engine does not deliver events: it responds to GET /events with " + status);
  }
}
