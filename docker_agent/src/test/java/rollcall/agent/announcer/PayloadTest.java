package rollcall.agent.announcer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import rollcall.agent.docker.event.ContainerEvent;
import rollcall.api.container.Report;
import rollcall.api.json.Json;
import rollcall.api.node.NodeReport;

class PayloadTest {
  @Test
  void of_largerThanTheServerAccepts_omitsLabels() {
    Map<String, String> attributes = new HashMap<>(Map.of("name", "web", "image", "nginx:1"));
    attributes.put("a", "x".repeat(4000));
    attributes.put("b", "y".repeat(4000));
    List<Report> many = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      many.add(new ContainerEvent("id" + i, "start", 1, attributes).report("node-1"));
    }
    assertThat(many.get(0).labels()).containsOnlyKeys("a", "b");
    NodeReport large =
        new NodeReport(Instant.EPOCH, "0.1.0", null, null, many, List.of(), null, null);

    NodeReport sent =
        Json.read(new String(Payload.of(large), StandardCharsets.UTF_8), NodeReport.class);

    assertThat(sent.containers()).hasSize(600).allMatch(report -> report.labels().isEmpty());
  }
}
