package rollcall.agent.announcer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import rollcall.api.container.Report;
import rollcall.api.container.ReportBuilder;
import rollcall.api.container.State;
import rollcall.api.node.Heartbeat;
import rollcall.api.node.ListUpdate;
import rollcall.api.node.NodeReport;
import rollcall.api.node.NodeReportBuilder;
import rollcall.api.node.Sender;

class ListDifferenceTest {
  private static final Instant NOW = Instant.parse("2026-11-20T21:29:23Z");
  private static final Sender SENDER = new Sender("engine-1", "run-1", 7L);

  @Test
  void between_hasOnlyWhatChanged() {
    List<Report> before = containers(10);
    List<Report> after = new ArrayList<>(before);
    after.set(1, changed(before.get(1), report -> report.state(State.PAUSED)));
    after.set(
        2, changed(before.get(2), report -> report.timestamp(NOW.plusSeconds(9)).memoryUsage(9)));
    after.remove(5);
    after.add(container("new"));

    ListUpdate update = between(list("a", before).build(), list("b", after).build()).orElseThrow();

    assertThat(update.base()).isEqualTo("a");
    assertThat(update.containers()).containsExactly(after.get(1), container("new"));
    assertThat(update.removed()).containsExactly("c5");
    assertThat(update.heartbeat())
        .isEqualTo(new Heartbeat(NOW, "b", Map.of("c2", new Heartbeat.Usage(9.0, 0.25)), SENDER));
    assertThat(update.listed()).isEqualTo(10);
  }

  @Test
  void between_containersThatDoNotRun_haveNoMeasurements() {
    List<Report> before = new ArrayList<>(containers(4));
    before.set(0, changed(before.get(0), report -> report.state(State.EXITED)));
    List<Report> after = new ArrayList<>(before);
    after.set(0, changed(before.get(0), report -> report.timestamp(NOW.plusSeconds(9))));

    assertThat(between(list("a", before).build(), list("b", after).build()))
        .map(update -> update.heartbeat().usage())
        .contains(Map.of());
  }

  @Test
  void between_theNodeChanged_isTheList() {
    List<Report> containers = containers(4);
    NodeReport base = list("a", containers).build();

    assertThat(between(base, list("b", containers).build())).isPresent();
    assertThat(between(base, list("b", containers).address("10.0.0.9").build())).isEmpty();
    assertThat(between(base, list("b", containers).engine("29.0", "engine-1").build())).isEmpty();
    assertThat(between(base, list("b", containers).swarm(null, "n1", "active").build())).isEmpty();
    assertThat(between(base, list(null, containers).build())).isEmpty();
    assertThat(between(list(null, containers).build(), base)).isEmpty();
  }

  @Test
  void between_mostContainersChanged_isTheList() {
    assertThat(between(list("a", List.of()).build(), list("b", containers(3)).build())).isEmpty();
    assertThat(between(list("a", containers(9)).build(), list("b", containers(3)).build()))
        .isPresent();
  }

  private static Optional<ListUpdate> between(NodeReport base, NodeReport list) {
    return ListDifference.between(base, list, () -> SENDER);
  }

  private static NodeReportBuilder list(String digest, List<Report> containers) {
    return NodeReport.builder(NOW, "0.1.0")
        .engine("20.10.24", "engine-1")
        .containers(containers, List.of())
        .digest(digest)
        .listed(containers.size(), 0);
  }

  private static List<Report> containers(int count) {
    List<Report> containers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      containers.add(container("c" + i));
    }
    return containers;
  }

  private static Report container(String id) {
    return Report.builder(id, "web", "nginx:1", NOW)
        .memoryUsage(12.5)
        .cpuUsage(0.25)
        .state(State.RUNNING)
        .build();
  }

  private static Report changed(Report report, UnaryOperator<ReportBuilder> change) {
    return change.apply(report.toBuilder()).build();
  }
}
