package rollcall.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.api.Status;
import rollcall.api.Version;
import rollcall.api.Vital;
import rollcall.server.storage.Retention;
import rollcall.server.storage.Storage;
import rollcall.server.storage.StorageException;

/** What a replica does by itself: says that it is alive, and prunes. */
final class Housekeeping implements AutoCloseable {
  private static final int HEARTBEAT_SECONDS = 5;
  private static final int LEASE_SECONDS = 1;
  private static final int PRUNE_SECONDS = 60;

  /** Steps of one round; what is left over waits for the next. */
  private static final int PRUNE_STEPS = 100;

  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  private final Storage storage;
  private final Retention retention;
  private final Duration staleAfter;
  private final String replica;
  private final Clock clock;
  private final Instant started;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "housekeeping");
            thread.setDaemon(true);
            return thread;
          });
  private boolean failing;

  Housekeeping(
      Storage storage, Retention retention, Duration staleAfter, String replica, Clock clock) {
    this.storage = storage;
    this.retention = retention;
    this.staleAfter = staleAfter;
    this.replica = replica;
    this.clock = clock;
    this.started = clock.instant();
  }

  void start() {
    storage.heartbeat(alive());
    every(HEARTBEAT_SECONDS, () -> storage.heartbeat(alive()));
    every(LEASE_SECONDS, this::expireLeases);
    every(PRUNE_SECONDS, this::prune);
  }

  private Status.Replica alive() {
    return new Status.Replica(replica, Version.CURRENT, started, clock.instant(), null);
  }

  /**
   * Not before this process has run for as long as a lease: after an outage of all the servers the
   * agents need time to be heard again.
   */
  private void expireLeases() {
    if (clock.instant().isAfter(started.plus(staleAfter))) {
      storage.expireLeases(staleAfter);
    }
  }

  private void prune() {
    int steps = 0;
    while (steps < PRUNE_STEPS && storage.prune(retention) > 0) {
      steps++;
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // attempt() lets nothing through
  private void every(int seconds, Runnable task) {
    timer.scheduleWithFixedDelay(() -> attempt(task), seconds, seconds, TimeUnit.SECONDS);
  }

  /** A failure must not end the schedule; it is told once, and once when it is over. */
  private void attempt(Runnable task) {
    try {
      task.run();
      if (failing) {
        LOG.info("the database answers again");
      }
      failing = false;
    } catch (RuntimeException e) {
      if (!failing) {
        LOG.warn("{}; going on trying", e.getMessage());
      }
      failing = true;
    } catch (Error e) {
      Vital.died("housekeeping", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    try {
      storage.goodbye(alive());
    } catch (StorageException e) {
      LOG.warn("could not withdraw from the list of replicas: {}", e.getMessage());
    }
  }
}
