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

/** One SQLite file. */
public final class SqliteBackend implements Backend {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteBackend.class);
  private static final int READERS = 4;

  /** Processes that share a file cannot notify each other: they look. */
  private static final long POLL_MILLIS = 100;

  private final SqliteFile file;
  private final File wal;
  private final InterprocessLock lock;
  private final ConnectionPool readers;
  private @Nullable SqlConnection writer;

  /**
   * Opens nothing yet but the gate.
   *
   * @param busyTimeout for a lock that a foreign program holds on the file
   * @throws StorageException if the folder cannot be used; the message says what to do
   */
  @SuppressWarnings("MustBeClosed") // the gate lives as long as this
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
              + ": no file can be made beside it ("
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
    InterprocessLock.Hold pass = enter();
    try {
      if (writer == null) {
        // At the gate: switching to WAL tolerates no other process beside it.
        writer = file.openWriter();
      }
      return new SqliteTransaction(writer, "BEGIN IMMEDIATE", succeeded -> leave(pass, succeeded));
    } catch (SQLException | RuntimeException e) {
      leave(pass, false);
      throw e;
    }
  }

  /**
   * After a failure with a new connection: the driver finalizes a statement that failed for want of
   * space, and it would fail for ever after.
   */
  private void leave(InterprocessLock.Hold pass, boolean succeeded) {
    if (!succeeded && writer != null) {
      writer.close();
      writer = null;
    }
    leave(pass);
  }

  private InterprocessLock.Hold enter() throws InterruptedException {
    try {
      return lock.enter();
    } catch (IOException e) {
      throw new StorageException(Reason.BROKEN, "not written: the gate's file: " + e, e);
    }
  }

  private static void leave(InterprocessLock.Hold pass) {
    try {
      pass.close();
    } catch (IOException e) {
      LOG.warn("leaving the gate: {}", e.getMessage());
    }
  }

  @Override
  public Transaction read() throws SQLException, InterruptedException {
    SqlConnection reader = readers.borrow();
    try {
      return new SqliteTransaction(reader, "BEGIN", succeeded -> leave(reader, succeeded));
    } catch (SQLException | RuntimeException e) {
      readers.discard(reader);
      throw e;
    }
  }

  /** Beginning and ending a transaction costs as much as a short read itself. */
  @Override
  public Transaction readSingle() throws SQLException, InterruptedException {
    return new Glance(readers.borrow());
  }

  /** A reader on which something failed goes, for the reason that a writer does. */
  private void leave(SqlConnection reader, boolean succeeded) {
    if (succeeded) {
      readers.giveBack(reader);
    } else {
      readers.discard(reader);
    }
  }

  /** One read without a transaction. */
  private final class Glance implements Transaction {
    private final SqlConnection sql;
    private boolean succeeded;

    Glance(SqlConnection sql) {
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
      leave(sql, succeeded);
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

  /** By stat: the file itself is SQLite's alone to open. */
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
      LOG.warn("closing the gate: {}", e.getMessage());
    }
  }
}
