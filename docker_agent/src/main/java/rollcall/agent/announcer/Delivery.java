package rollcall.agent.announcer;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rollcall.agent.metrics.Metrics;
import rollcall.api.Heartbeat;
import rollcall.api.NodeReport;
import rollcall.api.Report;
import rollcall.api.State;

/**
 * Brings a list to the server in the smallest way: what the server has already needs but a
 * heartbeat.
 */
final class Delivery {
  private static final Set<State> MEASURED = Set.of(State.RUNNING, State.PAUSED);

  private final ReportClient client;
  private final Metrics metrics;
  // What the server has for certain; a failed request may have arrived all the same, or not.
  private @Nullable String acknowledged;

  Delivery(ReportClient client, Metrics metrics) {
    this.client = client;
    this.metrics = metrics;
  }

  /** Whether the server has just this, measurements aside. */
  boolean isKnown(NodeReport report) {
    return report.digest() != null
        && report.digest().equals(acknowledged)
        && report.departed().isEmpty();
  }

  void deliver(String node, NodeReport report) throws DeliveryException {
    boolean heartbeat = isKnown(report);
    @Nullable String digest = report.digest();
    acknowledged = null;
    if (!heartbeat
        || digest == null
        || !beat(node, new Heartbeat(report.timestamp(), digest, usage(report)))) {
      list(node, report);
    }
    acknowledged = digest;
  }

  /** False when the server does not know that digest, and wants the list. */
  private boolean beat(String node, Heartbeat heartbeat) throws DeliveryException {
    try {
      boolean known = client.heartbeat(node, heartbeat);
      if (known) {
        metrics.sent(Metrics.Kind.HEARTBEAT);
      } else {
        metrics.failed(Metrics.Kind.HEARTBEAT);
      }
      return known;
    } catch (DeliveryException e) {
      metrics.failed(Metrics.Kind.HEARTBEAT);
      throw e;
    }
  }

  private void list(String node, NodeReport report) throws DeliveryException {
    try {
      client.put(node, report);
      metrics.sent(Metrics.Kind.LIST);
    } catch (DeliveryException e) {
      metrics.failed(Metrics.Kind.LIST);
      throw e;
    }
  }

  private static Map<String, Heartbeat.Usage> usage(NodeReport report) {
    Map<String, Heartbeat.Usage> usage = new HashMap<>();
    for (Report container : report.containers()) {
      if (container.state() != null && MEASURED.contains(container.state())) {
        usage.put(
            container.id(), new Heartbeat.Usage(container.memoryUsage(), container.cpuUsage()));
      }
    }
    return usage;
  }
}
