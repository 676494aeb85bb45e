package rollcall.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rollcall.agent.docker.node.NodeContainers;
import rollcall.agent.docker.usage.ContainerStats;
import rollcall.agent.metrics.Metrics;
import rollcall.agent.roster.NodeRoster;
import rollcall.api.container.Report;
import rollcall.api.json.Json;
import rollcall.api.node.NodeReport;

/** A real engine's recorded responses with ten thousand mutations. */
class MutatedEngineTest {
  private static final List<String> ALL =
      List.of(
          PlayedEngine.WEB,
          PlayedEngine.HOST,
          PlayedEngine.JOB,
          PlayedEngine.SIDE,
          PlayedEngine.NEW);

  private final Metrics metrics = new Metrics(System::nanoTime);
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final PrintStream stderr = System.err;
  private PlayedEngine played;
  private Engine engine;
  private NodeContainers containers;

  @BeforeEach
  void start() {
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    played = PlayedEngine.recorded();
    engine = new Engine(played.address(), Duration.ofMinutes(2));
    containers = new NodeContainers(engine, Optional.empty(), Clock.systemUTC(), metrics);
  }

  @AfterEach
  void stop() {
    engine.close();
    played.close();
    System.setErr(stderr);
  }

  @Test
  void mutatedResponses_neverHideAListedContainer_andTheLogIsBounded() {
    NodeRoster roster = new NodeRoster(containers, metrics);
    Random random = new Random(16);
    Mutations mutations = new Mutations(random);
    List<String> others = List.of("/info", "/nodes", "/services");
    for (int i = 0; i < 10_000; i++) {
      Map<String, String> before = Map.copyOf(played.answers);
      String path =
          switch (random.nextInt(3)) {
            case 0 -> "/containers/" + ALL.get(random.nextInt(ALL.size())) + "/json";
            case 1 -> "/containers/json";
            default -> others.get(random.nextInt(others.size()));
          };
      String json = mutations.of(before.get(path), path.equals("/containers/json"));
      played.answers.put(path, json);

      NodeReport report = roster.reconcile(List.of());

      assertThat(report.containers())
          .as("mutation %d of %s: %s", i, path, json)
          .extracting(Report::id)
          .containsExactlyInAnyOrderElementsOf(ALL);
      assertThat(report.departed()).isEmpty();
      assertThat(report.listed()).isEqualTo(ALL.size());
      // A server must be able to read it.
      Json.read(Json.write(report), NodeReport.class);
      played.answers.putAll(before);
    }
    assertThat(metrics.text().lines().filter(line -> line.contains("unreadable_fields_total{")))
        .hasSizeBetween(10, 100);
    // The log has one line per unreadable field, and few others.
    assertThat(lines().filter(line -> line.contains(" UnreadableFields "))).hasSizeLessThan(100);
    assertThat(lines().filter(line -> !line.contains(" UnreadableFields "))).hasSizeLessThan(20);
    assertThat(log.size()).isLessThan(50_000);
  }

  @Test
  void mutatedStatistics_areNumbersOrRefused() {
    String recorded = PlayedEngine.recorded("stats.json");
    Mutations mutations = new Mutations(new Random(7));
    int read = 0;
    for (int i = 0; i < 10_000; i++) {
      String json = mutations.of(recorded, false);
      try {
        ContainerStats stats = ContainerStats.read(JsonParser.parseString(json));
        assertThat(Math.min(stats.cpu(), Math.min(stats.system(), stats.memory())))
            .as(json)
            .isNotNegative();
        read++;
      } catch (EngineAnswerException none) {
        assertThat(none).hasMessageContaining("no timestamp");
      }
    }
    assertThat(read).isBetween(5_000, 9_990);
  }

  @Test
  void mutatedStatistics_leaveEveryContainerMeasurable() {
    Mutations mutations = new Mutations(new Random(8));
    for (int i = 0; i < 20; i++) {
      for (String id : ALL) {
        played.answers.put(
            "/containers/" + id + "/stats",
            mutations.of(PlayedEngine.recorded("stats.json"), false));
      }
      containers.measure();
      for (Report report : containers.all().containers()) {
        assertThat(report.memoryUsage()).isBetween(0.0, 1e13);
        assertThat(report.cpuUsage()).isBetween(0.0, 1.0);
      }
    }
    assertThat(lines()).hasSizeLessThan(5);
  }

  private Stream<String> lines() {
    return log.toString(StandardCharsets.UTF_8).lines();
  }
}
