package rollcall.agent.announcer;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rollcall.agent.docker.EngineUnavailableException;
import rollcall.agent.metrics.Metrics;
import rollcall.agent.roster.Roster;
import rollcall.api.node.NodeReport;
import rollcall.attestation.Signer;
import rollcall.common.Backoff;
import rollcall.common.tls.ClientTls;

/**
 * Reports the node's containers to the server: those that events are about immediately, all of them
 * at a steady interval. After a failure it retries with growing pauses, and includes what happened
 * meanwhile.
 */
public final class Announcer implements Runnable, AutoCloseable {
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  // No longer than between two rounds: a server that is back soon sees all its nodes again.
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);
  private static final Duration LONGEST_WAIT_FOR_ENGINE = Duration.ofSeconds(5);

  private final Roster roster;
  private final Supplier<String> node;
  private final ServerClock time;
  private final Duration every;
  private final LongSupplier nanoTime;
  private final EventSource source;
  private final ReportClient client;
  private final ReportSender sender;
  private final ReportingStateLogger log;
  private final Backoff serverBackoff;
  private final Backoff engineBackoff;

  private boolean inDoubt;
  private long lookAt;
  private @Nullable Long retryAt;
  private volatile @Nullable String engineId;
  private volatile boolean reported;
  private volatile boolean closed;

  /**
   * An announcer that has not begun.
   *
   * @param node the node's name, known once the engine has answered
   * @param signer vouches for what is sent; none where the server asks for no proof
   * @param time learns the server's time from its answers, for the signer
   * @param every how often wakeups call for a full look
   * @param nanoTime a clock that never jumps
   */
  public Announcer(
      Roster roster,
      Supplier<String> node,
      URI server,
      Optional<ClientTls> trust,
      Optional<Signer> signer,
      ServerClock time,
      Duration every,
      LongSupplier nanoTime,
      EventSource source,
      Metrics metrics) {
    this.roster = roster;
    this.node = node;
    this.time = time;
    this.every = every;
    this.nanoTime = nanoTime;
    this.source = source;
    this.client = new ReportClient(server, trust, signer, time);
    this.log = new ReportingStateLogger(server, every, nanoTime);
    // Not RandomGenerator.getDefault(): that one lives in a module that small runtimes lack.
    Random random = new Random();
    this.sender = new ReportSender(client, metrics, nanoTime, random);
    this.serverBackoff = new Backoff(FIRST_RETRY, LONGEST_RETRY, random);
    this.engineBackoff = new Backoff(FIRST_RETRY, LONGEST_WAIT_FOR_ENGINE, random);
    this.lookAt = nanoTime.getAsLong();
  }

  /** Until closed or interrupted. */
  @Override
  public void run() {
    try {
      Duration pause = Duration.ZERO;
      while (!closed) {
        pause = announce(source.await(pause));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks, tells what there is to tell, and says how long to wait for the next wake-up. */
  Duration announce(EventBatch batch) {
    boolean retry = retryAt != null && isOver(retryAt);
    boolean full = batch.full() || inDoubt || retry || isOver(lookAt);
    inDoubt = true; // until all went well
    NodeReport report;
    try {
      report = full ? roster.reconcile(batch.events()) : roster.update(batch.events());
    } catch (EngineUnavailableException e) {
      return engineBackoff.next(); // the engine's own log line says it all
    } catch (RuntimeException e) {
      lost("internal", "Cannot list this node's containers: " + e);
      return engineBackoff.next();
    }
    inDoubt = false;
    engineBackoff.reset();
    if (full) {
      // Should the calls for a full look fail to come.
      lookAt = nanoTime.getAsLong() + every.toNanos() * 3 / 2;
    }
    boolean isDue = retryAt == null ? full || !sender.isKnown(report) : retry;
    if (isDue) {
      deliver(report);
    }
    return untilNext();
  }

  private void deliver(NodeReport report) {
    reported = true; // it may arrive even where no answer does
    try {
      engineId = report.engineId();
      sender.deliver(node.get(), report).ifPresent(answer -> log.clash(answer.clash()));
      roster.acknowledged(report);
      log.clock(time.ahead());
      log.delivered(node.get(), report.containers().size());
      serverBackoff.reset();
      retryAt = null;
    } catch (DeliveryException e) {
      lost(e.kind(), String.valueOf(e.getMessage()));
      retryAt = nanoTime.getAsLong() + serverBackoff.next().toNanos();
    }
  }

  private void lost(String kind, String message) {
    if (!closed) {
      log.lost(kind, message);
    }
  }

  private Duration untilNext() {
    if (retryAt == null && roster.isBehind()) {
      return Duration.ZERO;
    }
    long next = retryAt != null && retryAt - lookAt < 0 ? retryAt : lookAt;
    return Duration.ofNanos(Math.max(0, next - nanoTime.getAsLong()));
  }

  private boolean isOver(long time) {
    return nanoTime.getAsLong() - time >= 0;
  }

  /** Cancels what is on its way, and says goodbye. */
  @Override
  public void close() {
    closed = true;
    client.cancel();
    if (reported) {
      client.goodbye(node.get(), sender.next(engineId));
    }
    client.close();
  }
}
