package rollcall.testing;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import rollcall.api.container.Container;
import rollcall.api.container.Health;
import rollcall.api.container.Network;
import rollcall.api.container.Port;
import rollcall.api.container.Report;
import rollcall.api.container.ResourceLimits;
import rollcall.api.container.State;

/** Sample containers. */
public final class Samples {
  public static final Instant TIME = Instant.parse("2026-11-20T21:00:00Z");

  private Samples() {}

  /** A container with all fields. */
  public static Report web() {
    return web(Health.HEALTHY);
  }

  /** The same with another health. */
  public static Report web(Health health) {
    return Report.builder("aa".repeat(32), "web", "nginx:1", TIME)
        .memoryUsage(12.34)
        .cpuUsage(0.05)
        .node("node1")
        .service("shop_web")
        .task("task1")
        .slot(2)
        .state(State.RUNNING)
        .health(health)
        .restarts(1)
        .created(TIME.minusSeconds(60))
        .started(TIME.minusSeconds(50))
        .imageDigest("sha256:" + "ab".repeat(32))
        .ports(List.of(new Port(80, "tcp", "0.0.0.0", 8080), new Port(443, "tcp", null, null)))
        .networks(List.of(new Network("bridge", "172.17.0.2")))
        .limits(new ResourceLimits(64.0, 1.5, null))
        .labels(Map.of("b", "2", "a", "1"))
        .build();
  }

  /** A container with only the first lab's six fields. */
  public static Report plain(String id, String name) {
    return Report.basic(id, name, "busybox", TIME, 1, 0);
  }

  /** A report as a roster entry. */
  public static Container seen(Report report, Instant when) {
    return new Container(report, when, when, null);
  }
}
