package rollcall.server.storage.sqlite;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;
import rollcall.server.storage.sql.connection.Backend;
import rollcall.server.storage.sql.connection.ConnectionPool;
import rollcall.server.storage.sql.connection.SqlConnection;
import rollcall.server.storage.sql.connection.Transaction;

/** The backend for one SQLite file. */
public final class SqliteBackend implements Backend {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteBackend.class);
  private static final int READERS = 4;

  /** SQLite has no notifications between processes, so that changes are polled. */
  private static final long POLL_MILLIS = 100;

  private final SqliteFile file;
  private final File wal;
  private final InterprocessLock lock;
  private final ConnectionPool readers;
  private @Nullable SqlConnection writer;

  /**
   * Opens only the lock file; connections are opened on demand.
   *
   * @param busyTimeout maximum wait for a lock that another program holds on the file
   * @throws StorageException if the folder cannot be used; the message states how to fix it
   */
  @SuppressWarnings("MustBeClosed") // closed with this object
  public SqliteBackend(Path file, Duration busyTimeout) {
    this.file = SqliteFile.at(file, busyTimeout);
    wal = file.resolveSibling(file.getFileName() + "-wal").toFile();
    readers = new ConnectionPool(READERS, this.file::openReader);
    try {
      lock = new InterprocessLock(file);
    } catch (IOException e) {
      throw new StorageException(
          Reason.BROKEN,
          "cannot open the database "
              + file
              + ": cannot create a file next to it ("
              + e
              + "); set "
              + SqliteFile.ELSEWHERE,
          e);
    }
  }

  @Override
  public String kind() {
    return "sqlite";
  }

  @Override
  public Transaction write() throws SQLException, InterruptedException {
    InterprocessLock.Hold hold = acquire();
    try {
      if (writer == null) {
        // While locked: switching to WAL fails if another process uses the database.
        writer = file.openWriter();
      }
      return new SqliteTransaction(
          writer, "BEGIN IMMEDIATE", succeeded -> release(hold, succeeded));
    } catch (SQLException | RuntimeException e) {
      release(hold, false);
      throw e;
    }
  }

  /**
   * Releases the lock; discards the connection after a failure, because the driver finalizes a
   * statement that failed with SQLITE_FULL, and the cached statement would always fail again.
   */
  private void release(InterprocessLock.Hold hold, boolean succeeded) {
    if (!succeeded && writer != null) {
      writer.close();
      writer = null;
    }
    release(hold);
  }

  private InterprocessLock.Hold acquire() throws InterruptedException {
    try {
      return lock.acquire();
    } catch (IOException e) {
      throw new StorageException(Reason.BROKEN, "not written: cannot lock the .gate file: " + e, e);
    }
  }

  private static void release(InterprocessLock.Hold hold) {
    try {
      hold.close();
    } catch (IOException e) {
      LOG.warn("cannot unlock the .gate file: {}", e.getMessage());
    }
  }

  @Override
  public Transaction read() throws SQLException, InterruptedException {
    SqlConnection reader = readers.borrow();
    try {
      return new SqliteTransaction(reader, "BEGIN", succeeded -> release(reader, succeeded));
    } catch (SQLException | RuntimeException e) {
      readers.discard(reader);
      throw e;
    }
  }

  /** Uses no transaction: beginning and ending one costs as much as a short read. */
  @Override
  public Transaction readSingle() throws SQLException, InterruptedException {
    return new SingleRead(readers.borrow());
  }

  /** Returns a reader to the pool; discards it after a failure, for the same reason as a writer. */
  private void release(SqlConnection reader, boolean succeeded) {
    if (succeeded) {
      readers.giveBack(reader);
    } else {
      readers.discard(reader);
    }
  }

  /** A read of a single statement without a transaction. */
  private final class SingleRead implements Transaction {
    private final SqlConnection sql;
    private boolean succeeded;

    SingleRead(SqlConnection sql) {
      this.sql = sql;
    }

    @Override
    public SqlConnection sql() {
      return sql;
    }

    @Override
    public void commit() {}

    @Override
    public void succeeded() {
      succeeded = true;
    }

    @Override
    public void close() {
      release(sql, succeeded);
    }
  }

  @Override
  public StorageException translate(String what, SQLException e) {
    return SqliteErrors.translate(what, e);
  }

  @Override
  public boolean isConstraintViolation(SQLException e) {
    return SqliteErrors.isConstraintViolation(e);
  }

  @Override
  public void awaitChange() throws InterruptedException {
    Thread.sleep(POLL_MILLIS);
  }

  /** Reads the size without opening the file: closing it would drop SQLite's locks. */
  @Override
  public long walBytes() {
    return wal.length();
  }

  @Override
  public void close() {
    if (writer != null) {
      writer.close();
    }
    readers.close();
    try {
      lock.close();
    } catch (IOException e) {
      LOG.warn("cannot close the .gate file: {}", e.getMessage());
    }
  }
}
