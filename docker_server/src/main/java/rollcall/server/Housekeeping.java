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

/** What a replica does by itself: says that it is alive, and prunes. */
final class Housekeeping implements AutoCloseable {
  private static final int HEARTBEAT_SECONDS = 5;
  private static final int LEASE_SECONDS = 1;
  private static final int PRUNE_SECONDS = 60;

  /**
   * A process posts itself, and not at an agent's pace: silent for so many leases it is unknown.
   */
  private static final int UNKNOWN_LEASES = 4;

  /** For so many, it is gone. */
  private static final int REMOVED_LEASES = 40;

  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  private final Storage storage;
  private final Retention retention;
  private final Duration staleAfter;
  private final String replica;
  private final Instant started;
  private final ScheduledExecutorService timer =
      // Pruning may take long, and must not hold up the rest.
      Executors.newScheduledThreadPool(
          2,
          task -> {
            Thread thread = new Thread(task, "housekeeping");
            thread.setDaemon(true);
            return thread;
          });
  private final NodeSilence silence;

  /**
   * Housekeeping that has not begun.
   *
   * @param nanoTime a clock that never jumps
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
    storage.replicas().register(alive());
    every(HEARTBEAT_SECONDS, new Task(this::beat));
    every(LEASE_SECONDS, new Task(this::look));
    every(PRUNE_SECONDS, new Task(this::prune));
  }

  private Status.Replica alive() {
    return new Status.Replica(replica, Version.CURRENT, started, storage.now(), null);
  }

  /** While nothing can be written, no agent can be heard. */
  void beat() {
    try {
      storage.replicas().register(alive());
    } catch (StorageException e) {
      silence.interrupted();
      throw e;
    }
  }

  /** Looks for what was not heard for too long. */
  void look() {
    silence.look(storage.nodes().beats());
    Map<String, String> silent = silence.forAtLeast(staleAfter);
    if (!silent.isEmpty()) {
      storage.nodes().expire(silent, staleAfter);
    }
    Duration unknownAfter = staleAfter.multipliedBy(UNKNOWN_LEASES);
    if (silence.hearingFor(unknownAfter)) {
      storage.roster().expireProcesses(unknownAfter, staleAfter.multipliedBy(REMOVED_LEASES));
    }
  }

  /**
   * Until nothing is left: each commit carries one step, which removes more rows than the other
   * changes of a commit can add.
   */
  void prune() {
    while (!timer.isShutdown() && storage.prune(retention) > 0) {}
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a task lets nothing through
  private void every(int seconds, Task task) {
    timer.scheduleWithFixedDelay(task, seconds, seconds, TimeUnit.SECONDS);
  }

  /**
   * Its failure must not end the schedule. The log says once that it fails, and once that it works
   * again.
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
          LOG.info("the database answers again");
        }
        failing = false;
      } catch (RuntimeException e) {
        if (!failing) {
          LOG.warn("{}; going on trying", e.getMessage());
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
      storage.replicas().unregister(alive());
    } catch (StorageException e) {
      LOG.warn("could not withdraw from the list of replicas: {}", e.getMessage());
    }
  }
}
