package rollcall.server.storage.sql.connection;

import java.sql.SQLException;
import java.time.Clock;
import rollcall.server.storage.StorageException;

/**
 * A database: the differences between SQLite and PostgreSQL. A third one would also need its own
 * SQL, because the shared statements use ON CONFLICT, RETURNING, row values and more.
 */
public interface Backend extends AutoCloseable {
  /** Its name in the server's status. */
  String kind();

  /**
   * Waits for the database's write lock and begins a transaction. Only the writer thread may call
   * this, or a thread that runs before it.
   *
   * @throws StorageException if the wait timed out
   */
  Transaction write() throws SQLException, InterruptedException;

  /**
   * Begins the transaction of a migration, like {@link #write}. Reads of older servers continue
   * while it waits for a table.
   */
  default Transaction migrate() throws SQLException, InterruptedException {
    return write();
  }

  /** Whether a migration failed only because reads hold a table; another attempt may succeed. */
  default boolean isLockTimeout(SQLException e) {
    return false;
  }

  /**
   * Begins a read transaction on one snapshot of the database.
   *
   * @throws StorageException if too many reads run concurrently
   */
  Transaction read() throws SQLException, InterruptedException;

  /**
   * Begins a read of a single statement; without a transaction where that is cheaper.
   *
   * @throws StorageException if too many reads run concurrently
   */
  default Transaction readSingle() throws SQLException, InterruptedException {
    return read();
  }

  /** Translates an exception; {@code what} names the failed operation. */
  StorageException translate(String what, SQLException e);

  /**
   * Whether only one write is at fault (a violated constraint, a text that the database cannot
   * store) and others may succeed; false if the database or the connection failed.
   */
  boolean isConstraintViolation(SQLException e);

  /** Waits until a process may have committed a change, or for a short time. */
  void awaitChange() throws InterruptedException;

  /**
   * The clock that all processes on the database share.
   *
   * @param own this process's clock
   */
  default DatabaseTime time(Clock own) {
    return DatabaseTime.of(own);
  }

  /** Size of the write-ahead log in bytes; 0 if the database server manages it. */
  long walBytes();

  @Override
  void close();
}
