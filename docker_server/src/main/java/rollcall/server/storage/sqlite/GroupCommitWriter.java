package rollcall.server.storage.sqlite;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.server.storage.CommitListener;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;
import rollcall.server.storage.Versioned;

/**
 * The one thread of this process that writes. What has queued up is committed as one transaction,
 * so that one fsync serves many; each change is acknowledged after it. While the writer waits for
 * its turn at the {@link Gate}, the batch grows: the busier, the cheaper a write becomes.
 */
final class GroupCommitWriter implements AutoCloseable {
  /** Changes waiting; beyond it callers are told to try again. */
  private static final int QUEUE = 4096;

  /** Changes of one transaction: bounds how long others wait for their turn. */
  private static final int BATCH = 256;

  private static final Logger LOG = LoggerFactory.getLogger(GroupCommitWriter.class);

  private final BlockingQueue<PendingWrite<?>> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Statements connection;
  private final Gate gate;
  private final Clock clock;
  private final long timeoutMillis;
  private final CommitListener listener;
  private final Thread thread;
  private volatile boolean closing;
  private volatile long lastRevision;

  GroupCommitWriter(
      Statements connection, Gate gate, Clock clock, Duration timeout, CommitListener listener) {
    this.listener = listener;
    this.connection = connection;
    this.gate = gate;
    this.clock = clock;
    this.timeoutMillis = timeout.toMillis();
    thread = new Thread(this::run, "writer");
    thread.setDaemon(true);
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
    List<PendingWrite<?>> batch = new ArrayList<>(BATCH);
    while (!(closing && queue.isEmpty())) {
      try {
        PendingWrite<?> first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first == null) {
          continue;
        }
        batch.add(first);
        try (Gate.Pass pass = gate.enter()) {
          queue.drainTo(batch, BATCH - batch.size());
          batch.removeIf(write -> !write.take());
          commit(batch);
        }
      } catch (SQLException e) {
        fail(batch, SqliteErrors.translate("not written", e));
      } catch (IOException | InterruptedException | RuntimeException e) {
        fail(batch, new StorageException(Reason.BROKEN, "not written: " + e, e));
      }
      batch.clear();
    }
  }

  private void commit(List<PendingWrite<?>> batch) throws SQLException {
    if (batch.isEmpty()) {
      return;
    }
    long start = System.nanoTime();
    connection.bind("BEGIN IMMEDIATE").execute();
    try {
      WriteSession session =
          new WriteSession(connection, clock, connection.number("SELECT value FROM revision"));
      for (PendingWrite<?> write : batch) {
        apply(write, session);
      }
      session.saveRevision();
      connection.bind("COMMIT").execute();
      lastRevision = session.revision();
    } catch (SQLException | RuntimeException e) {
      rollback();
      throw e;
    }
    for (PendingWrite<?> write : batch) {
      write.acknowledge();
    }
    listener.committed(batch.size(), Duration.ofNanos(System.nanoTime() - start));
  }

  /** A change that breaks a constraint takes back only itself. */
  private void apply(PendingWrite<?> write, WriteSession session) throws SQLException {
    long before = session.revision();
    connection.bind("SAVEPOINT change").execute();
    try {
      write.apply(session);
    } catch (SQLException e) {
      if (!SqliteErrors.isItemsOwn(e)) {
        throw e;
      }
      connection.bind("ROLLBACK TO change").execute();
      session.revertTo(before);
      write.fail(SqliteErrors.translate("not written", e));
    }
    connection.bind("RELEASE change").execute();
  }

  private void rollback() {
    try {
      connection.bind("ROLLBACK").execute();
    } catch (SQLException e) {
      // After a full disk SQLite has rolled back by itself.
      LOG.debug("rollback: {}", e.getMessage());
    }
  }

  private static void fail(List<PendingWrite<?>> batch, StorageException why) {
    LOG.warn("{} writes refused: {}", batch.size(), why.getMessage());
    for (PendingWrite<?> write : batch) {
      write.fail(why);
    }
  }

  /** Writes what is queued, then ends. */
  @Override
  public void close() throws SQLException {
    closing = true;
    try {
      thread.join(timeoutMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!thread.isAlive()) {
      connection.close();
    }
  }
}
