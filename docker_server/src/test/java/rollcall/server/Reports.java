package rollcall.server;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import rollcall.api.container.Health;
import rollcall.api.container.Network;
import rollcall.api.container.Port;
import rollcall.api.container.Report;
import rollcall.api.container.ResourceLimits;
import rollcall.api.container.State;

/** Reports for tests, like those of an agent. */
public final class Reports {
  private Reports() {}

  public static Report full(String id, String name, Instant time) {
    return onNode(id, name, "n1", time);
  }

  public static Report onNode(String id, String name, String node, Instant time) {
    return full(id, name, time, node, State.RUNNING, 12.5, Map.of("tier", "x"));
  }

  /** A container that started at the time of the report. */
  public static Report started(String id, String name, Instant time) {
    return copy(full(id, name, time), time, time);
  }

  /** The same container reported at another time. */
  public static Report at(Instant time, Report report) {
    return copy(report, time, report.started());
  }

  private static Report copy(Report r, Instant timestamp, Instant started) {
    return r.toBuilder().timestamp(timestamp).started(started).build();
  }

  public static Report ended(String id, String name, Instant time, int exitCode) {
    return report(id, name, time, "n1", State.EXITED, null, exitCode, false, time, 0, Map.of());
  }

  public static Report oomKilled(String id, String name, Instant time) {
    return report(id, name, time, "n1", State.EXITED, null, 137, true, time, 0, Map.of());
  }

  public static Report withHealth(Report r, Health health) {
    return report(
        r.id(),
        r.name(),
        r.timestamp(),
        "n1",
        State.RUNNING,
        health,
        null,
        null,
        null,
        r.memoryUsage(),
        r.labels());
  }

  public static Report full(
      String id,
      String name,
      Instant time,
      String node,
      State state,
      double memory,
      Map<String, String> labels) {
    return report(id, name, time, node, state, null, null, null, null, memory, labels);
  }

  private static Report report(
      String id,
      String name,
      Instant time,
      String node,
      State state,
      Health health,
      Integer exitCode,
      Boolean oomKilled,
      Instant finished,
      double memory,
      Map<String, String> labels) {
    return Report.builder(id, name, "nginx:1.27", time)
        .memoryUsage(memory)
        .cpuUsage(0.25)
        .node(node)
        .service("shop_web")
        .task("task1")
        .slot(1)
        .state(state)
        .health(health)
        .exitCode(exitCode)
        .oomKilled(oomKilled)
        .restarts(0)
        .created(Instant.parse("2026-11-20T10:00:00Z"))
        .started(Instant.parse("2026-11-20T10:00:01Z"))
        .finished(finished)
        .imageDigest("sha256:abcd")
        .ports(List.of(new Port(80, "tcp", "0.0.0.0", 8080)))
        .networks(List.of(new Network("bridge", "172.17.0.2")))
        .limits(new ResourceLimits(64.0, 0.5, 100L))
        .labels(labels)
        .stopped(exitCode == null ? null : false)
        .build();
  }
}
