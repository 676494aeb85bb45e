package rollcall.agent.announcer;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import rollcall.agent.metrics.Metrics;
import rollcall.api.node.Accepted;
import rollcall.api.node.Heartbeat;
import rollcall.api.node.ListUpdate;
import rollcall.api.node.NodeReport;
import rollcall.api.node.Sender;

/**
 * Sends a heartbeat if the server already has the same list, what changed if it has the list
 * before, else the list.
 */
final class ReportSender {
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
  // The server's list; null after a failure, because the request may have arrived or not.
  private @Nullable NodeReport acknowledged;

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
    return acknowledged != null
        && report.digest() != null
        && report.digest().equals(acknowledged.digest())
        && report.departed().isEmpty();
  }

  /** Delivers a report; returns the server's response, empty after a heartbeat. */
  Optional<Accepted> deliver(String node, NodeReport report) throws DeliveryException {
    @Nullable NodeReport base = nanoTime.getAsLong() - listAt < 0 ? acknowledged : null;
    boolean isKnown = isKnown(report);
    acknowledged = null;
    Optional<Accepted> response = Optional.empty();
    if (base != null && isKnown && sendHeartbeat(node, report)) {
      acknowledged = report;
      return response;
    }
    if (base != null && !isKnown) {
      response = sendUpdate(node, base, report);
    }
    if (response.isEmpty()) {
      response = Optional.of(sendList(node, report.from(next(report.engineId()))));
      long jitter = (long) (random.nextDouble() * JITTER.toNanos());
      listAt = nanoTime.getAsLong() + LIST_INTERVAL.toNanos() - jitter;
    }
    acknowledged = report;
    return response;
  }

  /** Sends what changed; empty if the server requires the list, or if that is not much larger. */
  private Optional<Accepted> sendUpdate(String node, NodeReport base, NodeReport report)
      throws DeliveryException {
    Optional<ListUpdate> update =
        ListDifference.between(base, report, () -> next(report.engineId()));
    if (update.isEmpty()) {
      return Optional.empty();
    }
    try {
      Optional<Accepted> response = client.patch(node, update.get());
      if (response.isPresent()) {
        metrics.sent(Metrics.Kind.UPDATE);
      } else {
        metrics.failed(Metrics.Kind.UPDATE);
      }
      return response;
    } catch (DeliveryException e) {
      metrics.failed(Metrics.Kind.UPDATE);
      throw e;
    }
  }

  /** Sends a heartbeat; returns false if the server requires the list. */
  private boolean sendHeartbeat(String node, NodeReport report) throws DeliveryException {
    Heartbeat heartbeat =
        new Heartbeat(
            report.timestamp(),
            String.valueOf(report.digest()),
            ListDifference.usage(report.containers()),
            next(report.engineId()));
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
}
