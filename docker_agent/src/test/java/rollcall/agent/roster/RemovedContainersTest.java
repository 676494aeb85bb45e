package rollcall.agent.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import rollcall.agent.docker.event.ContainerEvent;
import rollcall.api.Bounds;
import rollcall.api.container.Report;
import rollcall.api.json.Json;

class RemovedContainersTest {
  private final RemovedContainers removed = new RemovedContainers();

  @Test
  void pending_untilAcknowledged() {
    removed.add(report("a", 3), ContainerLifecycle.UNKNOWN);
    List<Report> first = removed.pending("node-1");
    removed.add(report("b", 4), ContainerLifecycle.UNKNOWN);
    removed.acknowledge(List.of(), first);

    assertThat(removed.pending("node-1")).extracting(Report::id).containsExactly("b");
    assertThat(removed.has("a")).isTrue();
  }

  @Test
  void add_endKnownToTheServer_isNotPending() {
    removed.acknowledge(List.of(report("a", 3), report("b", 3)), List.of());
    removed.add(report("a", 3), ContainerLifecycle.UNKNOWN);
    removed.add(report("b", 4), ContainerLifecycle.UNKNOWN);

    assertThat(removed.pending("node-1")).extracting(Report::id).containsExactly("b");
  }

  @Test
  void update_unknownEnd_isPendingAgain() {
    removed.add(running("a"), ContainerLifecycle.UNKNOWN);
    removed.acknowledge(List.of(), removed.pending("node-1"));
    removed.update(event("a", "oom"));
    assertThat(removed.pending("node-1")).isEmpty();
    removed.update(event("a", "die"));
    removed.update(event("a", "destroy"));

    assertThat(removed.pending("node-1"))
        .extracting(Report::id, Report::exitCode, Report::oomKilled)
        .containsExactly(tuple("a", 3, true));
  }

  @Test
  void update_knownEnd_isNotPending() {
    removed.add(report("a", 3), ContainerLifecycle.UNKNOWN);
    removed.acknowledge(List.of(), removed.pending("node-1"));
    removed.update(event("a", "die"));
    removed.update(event("unknown", "die"));

    assertThat(removed.pending("node-1")).isEmpty();
  }

  @Test
  void pending_ofAnotherNodeName_isDropped() {
    removed.add(report("a", 3), ContainerLifecycle.UNKNOWN);

    assertThat(removed.pending("renamed")).isEmpty();
    assertThat(removed.pending("node-1")).isEmpty();
  }

  @Test
  void add_moreThanFit_dropsTheOldest() {
    for (int i = 0; i <= Bounds.CONTAINERS; i++) {
      removed.add(report("c" + i, 0), ContainerLifecycle.UNKNOWN);
    }

    assertThat(removed.pending("node-1"))
        .hasSize(Bounds.CONTAINERS)
        .extracting(Report::id)
        .doesNotContain("c0");
  }

  private static ContainerEvent event(String id, String action) {
    return new ContainerEvent(id, action, 1_000_000_000, Map.of("exitCode", "3"));
  }

  private static Report running(String id) {
    return report(id, "\"running\"");
  }

  private static Report report(String id, int exitCode) {
    return report(id, "\"exited\", \"exit_code\": " + exitCode);
  }

  private static Report report(String id, String state) {
    return Json.read(
        """
        {"id": "%s", "name": "web", "image": "nginx:1", "timestamp": "2026-11-20T21:29:23Z",
         "memory_usage": 0, "cpu_usage": 0, "node": "node-1", "state": %s}
        """
            .formatted(id, state),
        Report.class);
  }
}
