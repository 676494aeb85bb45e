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
 * The only thread of this process that writes. It commits all queued changes in one transaction
 * with one fsync, and then acknowledges each of them. The batch grows while the writer waits for
 * other processes' transactions, so a write costs less under load.
 */
final class GroupCommitWriter implements AutoCloseable {
  /** Maximum number of queued changes; beyond it writes fail with BUSY. */
  private static final int QUEUE = 4096;

  private static final long MAX_GATHER_NANOS = 1_000_000;
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommitWriter.class);

  private final BlockingQueue<PendingWrite<?>> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Backend backend;
  private final DatabaseTime time;
  private final long timeoutMillis;
  private final int maxBatch;
  private final CommitListener listener;
  private final Thread thread;
  private volatile boolean closing;
  private volatile long lastRevision;
  // The following fields are used by the writer's thread only.
  private int lastBatch;
  private long lastNanos;
  private boolean failing;

  GroupCommitWriter(
      Backend backend, DatabaseTime time, Duration timeout, int maxBatch, CommitListener listener) {
    this.listener = listener;
    this.backend = backend;
    this.time = time;
    this.timeoutMillis = timeout.toMillis();
    this.maxBatch = maxBatch;
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
          Reason.BUSY, "not written: " + QUEUE + " writes are already waiting for the database");
    }
    return write.await(timeoutMillis);
  }

  int queued() {
    return queue.size();
  }

  /** Returns the revision of this process's last commit. */
  long lastRevision() {
    return lastRevision;
  }

  private void run() {
    List<PendingWrite<?>> batch = new ArrayList<>(maxBatch);
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
    boolean isCommitted;
    gather();
    try (Transaction transaction = begin(batch)) {
      queue.drainTo(batch, maxBatch - batch.size());
      batch.removeIf(write -> !write.take());
      isCommitted = commit(transaction, batch, false);
    }
    if (!isCommitted) {
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
      LockSupport.parkNanos(Math.min(lastNanos / 4, MAX_GATHER_NANOS));
    }
  }

  /** Begins a transaction. If this fails, all queued changes fail immediately with this batch. */
  private Transaction begin(List<PendingWrite<?>> batch) throws SQLException, InterruptedException {
    try {
      return backend.write();
    } catch (SQLException | RuntimeException e) {
      queue.drainTo(batch);
      throw e;
    }
  }

  /**
   * Applies the batch and commits it. A change that fails must not make the others fail.
   *
   * @param isRetry whether each change has a savepoint, so that only failed ones are rolled back.
   *     The first attempt has none, because savepoints are costly and failures are rare
   * @return false if a change failed and {@code isRetry} is false: nothing is written yet
   */
  private boolean commit(Transaction transaction, List<PendingWrite<?>> batch, boolean isRetry)
      throws SQLException {
    if (batch.isEmpty()) {
      return true;
    }
    long start = System.nanoTime();
    WriteSession session = new WriteSession(transaction.sql(), time.read(transaction.sql()));
    for (PendingWrite<?> write : List.copyOf(batch)) {
      try {
        if (isRetry) {
          session.inSavepoint(() -> write.apply(session));
        } else {
          write.apply(session);
        }
      } catch (SQLException | RuntimeException | StackOverflowError e) {
        if (!isConstraintViolation(e)) {
          throw e;
        }
        if (!isRetry) {
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
      LOG.info("writes are accepted again");
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

  /** Fails the batch. Only the first of several failures and the recovery are logged. */
  private void fail(List<PendingWrite<?>> batch, StorageException error) {
    if (!failing) {
      LOG.warn("{} writes failed: {}", batch.size(), error.getMessage());
      failing = true;
    }
    for (PendingWrite<?> write : batch) {
      write.fail(error);
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
