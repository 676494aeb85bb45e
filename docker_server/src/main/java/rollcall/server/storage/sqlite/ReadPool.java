package rollcall.server.storage.sqlite;

import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;
import rollcall.server.storage.Versioned;

/**
 * A few connections for short reads. Each read is one transaction, so that what it returns and the
 * revision beside it belong together. A long one would keep the WAL from being reset.
 */
final class ReadPool implements AutoCloseable {
  private static final long WAIT_SECONDS = 5;

  private final BlockingQueue<Statements> idle;
  private final int size;
  private volatile long lastRevision;

  ReadPool(Database database, int size) throws SQLException {
    this.size = size;
    idle = new ArrayBlockingQueue<>(size);
    for (int i = 0; i < size; i++) {
      idle.add(database.openReader());
    }
  }

  <T> Versioned<T> read(String what, Query<T> query) {
    Statements reader = borrow(what);
    try {
      reader.bind("BEGIN").execute();
      try {
        long revision = reader.number("SELECT value FROM revision");
        lastRevision = revision;
        return new Versioned<>(query.run(reader), revision);
      } finally {
        reader.bind("ROLLBACK").execute();
      }
    } catch (SQLException e) {
      throw SqliteErrors.translate(what, e);
    } finally {
      idle.add(reader);
    }
  }

  /** The revision that the newest read saw. */
  long lastRevision() {
    return lastRevision;
  }

  private Statements borrow(String what) {
    try {
      Statements reader = idle.poll(WAIT_SECONDS, TimeUnit.SECONDS);
      if (reader != null) {
        return reader;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new StorageException(Reason.BUSY, what + ": too many requests read at once");
  }

  @Override
  public void close() throws SQLException {
    for (int i = 0; i < size; i++) {
      Statements reader = idle.poll();
      if (reader != null) {
        reader.close();
      }
    }
  }

  /** What one read asks. */
  interface Query<T> {
    T run(Statements reader) throws SQLException;
  }
}
