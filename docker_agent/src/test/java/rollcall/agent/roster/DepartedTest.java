package rollcall.agent.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import rollcall.agent.docker.ContainerEvent;
import rollcall.api.Bounds;
import rollcall.api.Json;
import rollcall.api.Report;

class DepartedTest {
  private final Departed departed = new Departed();

  @Test
  void waiting_untilTold() {
    departed.add(report("a", 3), Fate.UNTOLD);
    List<Report> first = departed.waiting("node-1");
    departed.add(report("b", 4), Fate.UNTOLD);
    departed.told(List.of(), first);

    assertThat(departed.waiting("node-1")).extracting(Report::id).containsExactly("b");
    assertThat(departed.has("a")).isTrue();
  }

  @Test
  void add_endKnownToTheServer_isNotToldAgain() {
    departed.told(List.of(report("a", 3), report("b", 3)), List.of());
    departed.add(report("a", 3), Fate.UNTOLD);
    departed.add(report("b", 4), Fate.UNTOLD);

    assertThat(departed.waiting("node-1")).extracting(Report::id).containsExactly("b");
  }

  @Test
  void late_endWasNotKnown_isToldAgainWithIt() {
    departed.add(running("a"), Fate.UNTOLD);
    departed.told(List.of(), departed.waiting("node-1"));
    departed.late(event("a", "oom"));
    assertThat(departed.waiting("node-1")).isEmpty();
    departed.late(event("a", "die"));
    departed.late(event("a", "destroy"));

    assertThat(departed.waiting("node-1"))
        .extracting(Report::id, Report::exitCode, Report::oomKilled)
        .containsExactly(tuple("a", 3, true));
  }

  @Test
  void late_endWasKnown_isNotToldAgain() {
    departed.add(report("a", 3), Fate.UNTOLD);
    departed.told(List.of(), departed.waiting("node-1"));
    departed.late(event("a", "die"));
    departed.late(event("unheard of", "die"));

    assertThat(departed.waiting("node-1")).isEmpty();
  }

  @Test
  void waiting_ofAnotherNodeName_isDropped() {
    departed.add(report("a", 3), Fate.UNTOLD);

    assertThat(departed.waiting("renamed")).isEmpty();
    assertThat(departed.waiting("node-1")).isEmpty();
  }

  @Test
  void add_moreThanAListTakes_forgetsTheOldest() {
    for (int i = 0; i <= Bounds.CONTAINERS; i++) {
      departed.add(report("c" + i, 0), Fate.UNTOLD);
    }

    assertThat(departed.waiting("node-1"))
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
