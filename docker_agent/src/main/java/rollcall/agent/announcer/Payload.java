package rollcall.agent.announcer;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import rollcall.api.Bounds;
import rollcall.api.container.Report;
import rollcall.api.json.Json;
import rollcall.api.node.NodeReport;

/** A node's report as a request body, never larger than the server accepts. */
final class Payload {
  private Payload() {}

  static byte[] of(NodeReport report) {
    byte[] body = Json.write(report).getBytes(StandardCharsets.UTF_8);
    // Only labels can be that large; a report without them is better than none.
    return body.length <= Bounds.BODY
        ? body
        : Json.write(withoutLabels(report)).getBytes(StandardCharsets.UTF_8);
  }

  private static NodeReport withoutLabels(NodeReport report) {
    return report.toBuilder()
        .containers(
            report.containers().stream().map(Payload::withoutLabels).toList(),
            report.departed().stream().map(Payload::withoutLabels).toList())
        .build();
  }

  private static Report withoutLabels(Report report) {
    return report.toBuilder().labels(Map.of()).build();
  }
}
