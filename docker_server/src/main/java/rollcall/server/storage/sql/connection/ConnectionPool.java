package rollcall.server.storage.sql.connection;

import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;

/** A small pool of connections for short reads, opened on demand. */
public final class ConnectionPool implements AutoCloseable {
  private static final long WAIT_SECONDS = 5;

  private final Opener opener;
  private final Semaphore permits;
  private final Deque<SqlConnection> idle = new ConcurrentLinkedDeque<>();

  public interface Opener {
    SqlConnection open() throws SQLException;
  }

  public ConnectionPool(int size, Opener opener) {
    this.opener = opener;
    // Not fair: a fair semaphore switches threads at each release, which halves the throughput.
    permits = new Semaphore(size);
  }

  /**
   * Lends a connection; the caller gives it back or discards it.
   *
   * @throws StorageException if none becomes free in time
   */
  public SqlConnection borrow() throws SQLException, InterruptedException {
    if (!permits.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
      throw new StorageException(
          Reason.BUSY, "not read: too many requests are reading from the database");
    }
    SqlConnection connection = idle.pollFirst();
    if (connection != null) {
      return connection;
    }
    try {
      return opener.open();
    } catch (SQLException | RuntimeException e) {
      permits.release();
      throw e;
    }
  }

  public void giveBack(SqlConnection connection) {
    // Last in, first out: the other connections stay idle.
    idle.addFirst(connection);
    permits.release();
  }

  /** Closes a broken connection. */
  public void discard(SqlConnection connection) {
    connection.close();
    permits.release();
  }

  @Override
  public void close() {
    for (SqlConnection connection = idle.poll(); connection != null; connection = idle.poll()) {
      connection.close();
    }
  }
}
