package rollcall.agent.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import rollcall.agent.docker.node.NodeFacts;
import rollcall.agent.docker.node.NodeSnapshot;
import rollcall.api.Bounds;
import rollcall.api.container.Report;
import rollcall.api.json.Json;

class DigestTest {
  private static final Report WEB = report("a", "running", 12.5, "2026-11-20T21:29:23Z");
  private static final Report JOB = report("b", "exited", 0, "2026-11-20T21:29:23Z");

  @Test
  void of_onlyMeasurementsAndOrderDiffer_isTheSame() {
    Report later = report("a", "running", 99, "2026-11-20T21:29:33Z");

    assertThat(digest("20.10", WEB, JOB))
        .isEqualTo(digest("20.10", JOB, later))
        .hasSizeLessThan(Bounds.ID);
  }

  @Test
  void of_otherFieldsDiffer_isDifferent() {
    String digest = digest("20.10", WEB, JOB);

    assertThat(digest("20.10", WEB)).isNotEqualTo(digest);
    assertThat(digest("29.1", WEB, JOB)).isNotEqualTo(digest);
    assertThat(digest("20.10", report("a", "paused", 12.5, "2026-11-20T21:29:23Z"), JOB))
        .isNotEqualTo(digest);
  }

  private static String digest(String engine, Report... reports) {
    NodeFacts node = new NodeFacts("node-1", engine, null, null, null, null, false);
    NodeSnapshot snapshot = new NodeSnapshot(node, null, Set.of("x"), List.of(), reports.length);
    return new Digest().of(snapshot, List.of(reports), 0);
  }

  private static Report report(String id, String state, double memory, String time) {
    return Json.read(
        """
        {"id": "%s", "name": "web", "image": "nginx:1", "timestamp": "%s",
         "memory_usage": %s, "cpu_usage": 0, "state": "%s"}
        """
            .formatted(id, time, memory, state),
        Report.class);
  }
}
