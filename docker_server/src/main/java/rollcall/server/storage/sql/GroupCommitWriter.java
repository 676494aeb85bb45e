package rollcall.server.storage.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.common.VitalThread;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;
import rollcall.server.storage.Versioned;
import rollcall.server.storage.change.CommitListener;
import rollcall.server.storage.sql.change.WriteSession;
import rollcall.server.storage.sql.connection.Backend;
import rollcall.server.storage.sql.connection.DatabaseTime;
import rollcall.server.storage.sql.connection.Transaction;

/**
 * The one thread of this process that writes. What has queued up is committed as one transaction,
 * so that one fsync serves many; each change is acknowledged after it. While the writer waits for
 * its turn among the processes, the batch grows: the busier, the cheaper a write becomes.
 */
final class GroupCommitWriter implements AutoCloseable {
  /** Changes waiting; beyond it callers are told to try again. */
  private static final int QUEUE = 4096;

  private static final long LONGEST_WAIT_NANOS = 1_000_000;
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommitWriter.class);

  private final BlockingQueue<PendingWrite<?>> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Backend backend;
  private final DatabaseTime time;
  private final long timeoutMillis;
  private final int most;
  private final CommitListener listener;
  private final Thread thread;
  private volatile boolean closing;
  private volatile long lastRevision;
  // The writer's thread alone asks for these.
  private int lastBatch;
  private long lastNanos;
  private boolean failing;

  GroupCommitWriter(
      Backend backend, DatabaseTime time, Duration timeout, int most, CommitListener listener) {
    this.listener = listener;
    this.backend = backend;
    this.time = time;
    this.timeoutMillis = timeout.toMillis();
    this.most = most;
    thread = VitalThread.thread("writer", this::run);
    thread.start();
  }

  /** Queues a change and waits until it is on disk. */
  <T> Versioned<T> write(PendingWrite.Change<T> change) {
    PendingWrite<T> write = new PendingWrite<>(change);
    if (closing) {
      throw new StorageException(Reason.BUSY, "not written: this replica is shutting down");
    }
    if (!queue.offer(write)) {
      throw new StorageException(
          Reason.BUSY, "not written: " + QUEUE + " writes are waiting for the database already");
    }
    return write.await(timeoutMillis);
  }

  int queued() {
    return queue.size();
  }

  /** The revision of this process's newest commit. */
  long lastRevision() {
    return lastRevision;
  }

  private void run() {
    List<PendingWrite<?>> batch = new ArrayList<>(most);
    while (!(closing && queue.isEmpty())) {
      try {
        PendingWrite<?> first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          write(batch);
        }
      } catch (StorageException e) {
        fail(batch, e);
      } catch (SQLException | InterruptedException | RuntimeException e) {
        fail(batch, translate(e));
      }
      batch.clear();
    }
  }

  private void write(List<PendingWrite<?>> batch) throws SQLException, InterruptedException {
    boolean isDone;
    gather();
    try (Transaction transaction = begin(batch)) {
      queue.drainTo(batch, most - batch.size());
      batch.removeIf(write -> !write.take());
      isDone = commit(transaction, batch, false);
    }
    if (!isDone) {
      try (Transaction transaction = backend.write()) {
        commit(transaction, batch, true);
      }
    }
  }

  /**
   * Waits briefly so that clients of the previous commit can join this batch: if the queue is
   * shorter than that batch was, a quarter as long as that commit took. Compare PostgreSQL's {@code
   * commit_delay}.
   */
  private void gather() {
    if (queue.size() + 1 < lastBatch) {
      LockSupport.parkNanos(Math.min(lastNanos / 4, LONGEST_WAIT_NANOS));
    }
  }

  /** Where it fails, those that wait would fare no better: they need not wait to hear that. */
  private Transaction begin(List<PendingWrite<?>> batch) throws SQLException, InterruptedException {
    try {
      return backend.write();
    } catch (SQLException | RuntimeException e) {
      queue.drainTo(batch);
      throw e;
    }
  }

  /**
   * Applies the batch and commits it. A change that fails by itself, whatever it is, must not take
   * the others with it.
   *
   * @param isCareful whether each change has a savepoint, so that only what fails is taken back.
   *     Failures are rare, and savepoints cost all of them: a batch is first tried without
   * @return false if a change failed and {@code isCareful} is false: nothing is written yet
   */
  private boolean commit(Transaction transaction, List<PendingWrite<?>> batch, boolean isCareful)
      throws SQLException {
    if (batch.isEmpty()) {
      return true;
    }
    long start = System.nanoTime();
    WriteSession session = new WriteSession(transaction.sql(), time.read(transaction.sql()));
    for (PendingWrite<?> write : List.copyOf(batch)) {
      try {
        if (isCareful) {
          session.inSavepoint(() -> write.apply(session));
        } else {
          write.apply(session);
        }
      } catch (SQLException | RuntimeException | StackOverflowError e) {
        if (!isConstraintViolation(e)) {
          throw e;
        }
        if (!isCareful) {
          return false;
        }
        write.fail(translate(e));
        batch.remove(write);
      }
    }
    session.saveRevision();
    transaction.commit();
    lastRevision = session.revision();
    if (failing) {
      LOG.info("writes are taken again");
      failing = false;
    }
    for (PendingWrite<?> write : batch) {
      write.acknowledge();
    }
    lastBatch = batch.size();
    lastNanos = System.nanoTime() - start;
    listener.committed(lastBatch, Duration.ofNanos(lastNanos));
    return true;
  }

  private boolean isConstraintViolation(Throwable e) {
    return !(e instanceof SQLException sql) || backend.isConstraintViolation(sql);
  }

  private StorageException translate(Throwable e) {
    return e instanceof SQLException sql
        ? backend.translate("not written", sql)
        : new StorageException(Reason.BROKEN, "not written: " + e, e);
  }

  /** Told once, and once when it is over: a database that is away refuses many. */
  private void fail(List<PendingWrite<?>> batch, StorageException why) {
    if (!failing) {
      LOG.warn("{} writes refused: {}", batch.size(), why.getMessage());
      failing = true;
    }
    for (PendingWrite<?> write : batch) {
      write.fail(why);
    }
  }

  /** Writes what is queued, then ends. */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join(timeoutMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
