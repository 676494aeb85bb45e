package rollcall.agent.announcer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import rollcall.agent.metrics.Metrics;
import rollcall.api.container.Report;
import rollcall.api.container.State;
import rollcall.api.node.Accepted;
import rollcall.api.node.Heartbeat;
import rollcall.api.node.NodeReport;
import rollcall.api.node.Sender;

/** Sends a heartbeat if the server already has the same list, else the list. */
final class ReportSender {
  private static final Set<State> MEASURED = Set.of(State.RUNNING, State.PAUSED);

  /** Maximum time between full lists, which correct any difference on the server. */
  private static final Duration LIST_INTERVAL = Duration.ofSeconds(40);

  /** Random reduction, so that agents that started together do not send lists together. */
  private static final Duration JITTER = Duration.ofSeconds(10);

  private final ReportClient client;
  private final Metrics metrics;
  private final LongSupplier nanoTime;
  private final Random random;
  private final String run = UUID.randomUUID().toString();
  private final AtomicLong sequence = new AtomicLong();
  private long listAt;
  // Digest of the server's list; null after a failure, because the request may have arrived or not.
  private @Nullable String acknowledged;

  ReportSender(ReportClient client, Metrics metrics, LongSupplier nanoTime, Random random) {
    this.client = client;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
    this.random = random;
  }

  /** The sender of the next message. */
  Sender next(@Nullable String engineId) {
    return new Sender(engineId, run, sequence.incrementAndGet());
  }

  /** Whether the server has the same list, except for measurements. */
  boolean isKnown(NodeReport report) {
    return report.digest() != null
        && report.digest().equals(acknowledged)
        && report.departed().isEmpty();
  }

  /** Delivers a report; returns the server's response to a list, empty after a heartbeat. */
  Optional<Accepted> deliver(String node, NodeReport report) throws DeliveryException {
    boolean heartbeat = isKnown(report) && nanoTime.getAsLong() - listAt < 0;
    @Nullable String digest = report.digest();
    acknowledged = null;
    Optional<Accepted> response = Optional.empty();
    if (!heartbeat || digest == null || !sendHeartbeat(node, report, digest)) {
      response = Optional.of(sendList(node, report.from(next(report.engineId()))));
      long jitter = (long) (random.nextDouble() * JITTER.toNanos());
      listAt = nanoTime.getAsLong() + LIST_INTERVAL.toNanos() - jitter;
    }
    acknowledged = digest;
    return response;
  }

  /** Sends a heartbeat; returns false if the server requires the list. */
  private boolean sendHeartbeat(String node, NodeReport report, String digest)
      throws DeliveryException {
    Heartbeat heartbeat =
        new Heartbeat(report.timestamp(), digest, usage(report), next(report.engineId()));
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

  private Accepted sendList(String node, NodeReport report) throws DeliveryException {
    try {
      Accepted response = client.put(node, report);
      metrics.sent(Metrics.Kind.LIST);
      return response;
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
