package rollcall.server.storage.sql.connection;

import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;

/** A few connections for short reads, opened when they are first needed. */
public final class ConnectionPool implements AutoCloseable {
  private static final long WAIT_SECONDS = 5;

  private final Opener opener;
  private final Semaphore places;
  private final Deque<SqlConnection> idle = new ConcurrentLinkedDeque<>();

  /** Opens one connection. */
  public interface Opener {
    SqlConnection open() throws SQLException;
  }

  public ConnectionPool(int size, Opener opener) {
    this.opener = opener;
    // A fair one would switch threads for each place that gets free: half as many reads a second.
    places = new Semaphore(size);
  }

  /**
   * Lends a connection; give it back, or discard it.
   *
   * @throws StorageException if none gets free in time
   */
  public SqlConnection borrow() throws SQLException, InterruptedException {
    if (!places.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
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
      places.release();
      throw e;
    }
  }

  public void giveBack(SqlConnection connection) {
    // The one used last comes first: the others may rest.
    idle.addFirst(connection);
    places.release();
  }

  /** Closes a connection that is of no more use. */
  public void discard(SqlConnection connection) {
    connection.close();
    places.release();
  }

  /** Closes those that are not in use. */
  @Override
  public void close() {
    for (SqlConnection connection = idle.poll(); connection != null; connection = idle.poll()) {
      connection.close();
    }
  }
}
