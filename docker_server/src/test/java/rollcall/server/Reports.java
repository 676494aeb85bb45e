package rollcall.server;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import rollcall.api.container.Health;
import rollcall.api.container.Network;
import rollcall.api.container.Port;
import rollcall.api.container.Report;
import rollcall.api.container.ResourceLimits;
import rollcall.api.container.Source;
import rollcall.api.container.State;

/** Reports for tests, as an agent makes them. */
public final class Reports {
  private Reports() {}

  public static Report full(String id, String name, Instant time) {
    return onNode(id, name, "n1", time);
  }

  public static Report onNode(String id, String name, String node, Instant time) {
    return full(id, name, time, node, State.RUNNING, 12.5, Map.of("tier", "x"));
  }

  /** It started when it was reported. */
  public static Report started(String id, String name, Instant time) {
    return copy(full(id, name, time), time, time);
  }

  /** The same as it was reported at another time. */
  public static Report at(Instant time, Report report) {
    return copy(report, time, report.started());
  }

  private static Report copy(Report r, Instant timestamp, Instant started) {
    return new Report(
        r.id(),
        r.name(),
        r.image(),
        timestamp,
        r.memoryUsage(),
        r.cpuUsage(),
        r.kind(),
        r.node(),
        r.service(),
        r.task(),
        r.slot(),
        r.state(),
        r.health(),
        r.exitCode(),
        r.oomKilled(),
        r.restarts(),
        r.created(),
        started,
        r.finished(),
        r.imageDigest(),
        r.ports(),
        r.networks(),
        r.limits(),
        r.labels(),
        r.stopped());
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
    return new Report(
        id,
        name,
        "nginx:1.27",
        time,
        memory,
        0.25,
        Source.CONTAINER,
        node,
        "shop_web",
        "task1",
        1,
        state,
        health,
        exitCode,
        oomKilled,
        0,
        Instant.parse("2026-11-20T10:00:00Z"),
        Instant.parse("2026-11-20T10:00:01Z"),
        finished,
        "sha256:abcd",
        List.of(new Port(80, "tcp", "0.0.0.0", 8080)),
        List.of(new Network("bridge", "172.17.0.2")),
        new ResourceLimits(64.0, 0.5, 100L),
        labels,
        exitCode == null ? null : false);
  }
}
