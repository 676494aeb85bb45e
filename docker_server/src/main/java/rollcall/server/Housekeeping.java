package rollcall.server;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.api.status.Status;
import rollcall.common.Version;
import rollcall.common.VitalThread;
import rollcall.server.storage.Retention;
import rollcall.server.storage.Storage;
import rollcall.server.storage.StorageException;

/** Registers this replica, expires silent nodes and processes, and prunes, all periodically. */
final class Housekeeping implements AutoCloseable {
  private static final int HEARTBEAT_SECONDS = 5;
  private static final int EXPIRE_SECONDS = 1;
  private static final int PRUNE_SECONDS = 60;

  /** A process that reports itself, less often than agents do, becomes unknown after this many. */
  private static final int UNKNOWN_LEASES = 4;

  /** It becomes removed after this many. */
  private static final int REMOVED_LEASES = 40;

  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  private final Storage storage;
  private final Retention retention;
  private final Duration staleAfter;
  private final String replica;
  private final Instant started;
  private final ScheduledExecutorService timer =
      // Pruning may take long and must not delay the other tasks.
      Executors.newScheduledThreadPool(
          2,
          task -> {
            Thread thread = new Thread(task, "housekeeping");
            thread.setDaemon(true);
            return thread;
          });
  private final NodeSilence silence;

  /**
   * Creates it; {@link #start} starts it.
   *
   * @param nanoTime a monotonic clock
   */
  Housekeeping(
      Storage storage,
      Retention retention,
      Duration staleAfter,
      String replica,
      LongSupplier nanoTime) {
    this.storage = storage;
    this.retention = retention;
    this.staleAfter = staleAfter;
    this.replica = replica;
    this.started = storage.now();
    this.silence = new NodeSilence(nanoTime);
  }

  void start() {
    storage.replicas().register(self());
    every(HEARTBEAT_SECONDS, new Task(this::register));
    every(EXPIRE_SECONDS, new Task(this::expireSilent));
    every(PRUNE_SECONDS, new Task(this::prune));
  }

  private Status.Replica self() {
    return new Status.Replica(replica, Version.CURRENT, started, storage.now(), null);
  }

  /** Renews the registration. While writes fail, agents' messages cannot be stored either. */
  void register() {
    try {
      storage.replicas().register(self());
    } catch (StorageException e) {
      silence.interrupted();
      throw e;
    }
  }

  /** Marks nodes and self-reported processes that have been silent for too long. */
  void expireSilent() {
    silence.update(storage.nodes().lastMessages());
    Map<String, String> silent = silence.forAtLeast(staleAfter);
    if (!silent.isEmpty()) {
      storage.nodes().expire(silent, staleAfter);
    }
    Duration unknownAfter = staleAfter.multipliedBy(UNKNOWN_LEASES);
    if (silence.wasReceivingFor(unknownAfter)) {
      storage.roster().expireProcesses(unknownAfter, staleAfter.multipliedBy(REMOVED_LEASES));
    }
  }

  /**
   * Prunes until nothing is left to prune. Each commit includes one step, which removes more rows
   * than the other changes of that commit can add.
   */
  void prune() {
    while (!timer.isShutdown() && storage.prune(retention) > 0) {}
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a task never throws
  private void every(int seconds, Task task) {
    timer.scheduleWithFixedDelay(task, seconds, seconds, TimeUnit.SECONDS);
  }

  /**
   * A periodic task. Its failure does not end the schedule, and is logged once, as is the recovery.
   */
  private static final class Task implements Runnable {
    private final Runnable work;
    private boolean failing;

    Task(Runnable work) {
      this.work = work;
    }

    @Override
    public void run() {
      try {
        work.run();
        if (failing) {
          LOG.info("the database is available again");
        }
        failing = false;
      } catch (RuntimeException e) {
        if (!failing) {
          LOG.warn("{}; retrying", e.getMessage());
        }
        failing = true;
      } catch (Error e) {
        VitalThread.died("housekeeping", e);
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    try {
      storage.replicas().unregister(self());
    } catch (StorageException e) {
      LOG.warn("this replica could not be unregistered: {}", e.getMessage());
    }
  }
}
