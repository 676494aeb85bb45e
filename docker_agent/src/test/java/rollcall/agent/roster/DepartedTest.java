package rollcall.agent.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import rollcall.api.Bounds;
import rollcall.api.Json;
import rollcall.api.Report;

class DepartedTest {
  private final Departed departed = new Departed();

  @Test
  void waiting_untilTold() {
    departed.add(report("a", 3));
    List<Report> first = departed.waiting("node-1");
    departed.add(report("b", 4));
    departed.told(List.of(), first);

    assertThat(departed.waiting("node-1")).extracting(Report::id).containsExactly("b");
    assertThat(departed.has("a")).isTrue();
  }

  @Test
  void add_endKnownToTheServer_isNotToldAgain() {
    departed.told(List.of(report("a", 3), report("b", 3)), List.of());
    departed.add(report("a", 3));
    departed.add(report("b", 4));

    assertThat(departed.waiting("node-1")).extracting(Report::id).containsExactly("b");
  }

  @Test
  void waiting_ofAnotherNodeName_isDropped() {
    departed.add(report("a", 3));

    assertThat(departed.waiting("renamed")).isEmpty();
    assertThat(departed.waiting("node-1")).isEmpty();
  }

  @Test
  void add_moreThanAListTakes_forgetsTheOldest() {
    for (int i = 0; i <= Bounds.CONTAINERS; i++) {
      departed.add(report("c" + i, 0));
    }

    assertThat(departed.waiting("node-1"))
        .hasSize(Bounds.CONTAINERS)
        .extracting(Report::id)
        .doesNotContain("c0");
  }

  private static Report report(String id, int exitCode) {
    return Json.read(
        """
        {"id": "%s", "name": "web", "image": "nginx:1", "timestamp": "2026-11-20T21:29:23Z",
         "memory_usage": 0, "cpu_usage": 0, "node": "node-1", "state": "exited", "exit_code": %d}
        """
            .formatted(id, exitCode),
        Report.class);
  }
}
