package rollcall.agent.announcer;

import java.time.Duration;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rollcall.agent.docker.EngineUnavailableException;
import rollcall.agent.metrics.Metrics;
import rollcall.agent.roster.Roster;
import rollcall.api.node.NodeReport;
import rollcall.common.Backoff;

/**
 * Reports the node's containers to the server: immediately after events, and all containers at a
 * regular interval. After a failure it retries with exponential backoff, and includes the changes
 * since.
 */
public final class Announcer implements Runnable, AutoCloseable {
  private static final Duration FIRST_RETRY_DELAY = Duration.ofSeconds(1);
  // At most the default interval, so that a restarted server receives all its nodes again soon.
  private static final Duration MAX_RETRY_DELAY = Duration.ofSeconds(10);
  private static final Duration MAX_ENGINE_RETRY_DELAY = Duration.ofSeconds(5);

  private final Roster roster;
  private final Supplier<String> node;
  private final ServerClock time;
  private final Duration interval;
  private final LongSupplier nanoTime;
  private final EventSource source;
  private final ReportClient client;
  private final ReportSender sender;
  private final ReportingStateLogger log;
  private final Backoff serverBackoff;
  private final Backoff engineBackoff;

  private boolean needsFullSync;
  private long fullSyncAt;
  private @Nullable Long retryAt;
  private volatile @Nullable String engineId;
  private volatile boolean reported;
  private volatile boolean closed;

  /**
   * Creates an announcer that is not running yet.
   *
   * @param node the node's name, available once the engine has responded
   * @param interval how often the source requests a full sync
   * @param nanoTime a monotonic clock
   */
  public Announcer(
      Roster roster,
      Supplier<String> node,
      Destination destination,
      Duration interval,
      LongSupplier nanoTime,
      EventSource source,
      Metrics metrics) {
    this.roster = roster;
    this.node = node;
    this.time = destination.time();
    this.interval = interval;
    this.nanoTime = nanoTime;
    this.source = source;
    this.client = new ReportClient(destination);
    this.log = new ReportingStateLogger(destination.server(), interval, nanoTime);
    // Not RandomGenerator.getDefault(), whose module the agent's reduced runtime lacks.
    Random random = new Random();
    this.sender = new ReportSender(client, metrics, nanoTime, random);
    this.serverBackoff = new Backoff(FIRST_RETRY_DELAY, MAX_RETRY_DELAY, random);
    this.engineBackoff = new Backoff(FIRST_RETRY_DELAY, MAX_ENGINE_RETRY_DELAY, random);
    this.fullSyncAt = nanoTime.getAsLong();
  }

  /** Runs until closed or interrupted. */
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

  /** Reads the roster, reports it if necessary, and returns how long to wait for the next batch. */
  Duration announce(EventBatch batch) {
    boolean retry = retryAt != null && isPast(retryAt);
    boolean full = batch.full() || needsFullSync || retry || isPast(fullSyncAt);
    needsFullSync = true; // reset after success
    NodeReport report;
    try {
      report = full ? roster.reconcile(batch.events()) : roster.update(batch.events());
    } catch (EngineUnavailableException e) {
      return engineBackoff.next(); // Engine has already logged this
    } catch (RuntimeException e) {
      logFailure("internal", "Cannot list this node's containers: " + e);
      return engineBackoff.next();
    }
    needsFullSync = false;
    engineBackoff.reset();
    if (full) {
      // In case no full sync is requested.
      fullSyncAt = nanoTime.getAsLong() + interval.toNanos() * 3 / 2;
    }
    boolean isDue = retryAt == null ? full || !sender.isKnown(report) : retry;
    if (isDue) {
      deliver(report);
    }
    return untilNext();
  }

  private void deliver(NodeReport report) {
    reported = true; // it may arrive even without a response
    try {
      engineId = report.engineId();
      sender.deliver(node.get(), report).ifPresent(answer -> log.clash(answer.clash()));
      roster.acknowledged(report);
      log.clock(time.ahead());
      log.delivered(node.get(), report.containers().size());
      serverBackoff.reset();
      retryAt = null;
    } catch (DeliveryException e) {
      logFailure(e.kind(), String.valueOf(e.getMessage()));
      retryAt = nanoTime.getAsLong() + serverBackoff.next().toNanos();
    }
  }

  private void logFailure(String kind, String message) {
    if (!closed) {
      log.failed(kind, message);
    }
  }

  private Duration untilNext() {
    if (retryAt == null && roster.hasPendingUpdate()) {
      return Duration.ZERO;
    }
    long next = retryAt != null && retryAt - fullSyncAt < 0 ? retryAt : fullSyncAt;
    return Duration.ofNanos(Math.max(0, next - nanoTime.getAsLong()));
  }

  private boolean isPast(long time) {
    return nanoTime.getAsLong() - time >= 0;
  }

  /** Cancels running requests, and reports that this agent stops. */
  @Override
  public void close() {
    closed = true;
    client.cancel();
    if (reported) {
      client.sendGoodbye(node.get(), sender.next(engineId));
    }
    client.close();
  }
}
