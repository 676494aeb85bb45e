package rollcall.server.storage.sql.connection;

import java.sql.SQLException;
import java.time.Clock;
import rollcall.server.storage.StorageException;

/**
 * A database: what SQLite and PostgreSQL do differently. Another database would also need its own
 * SQL where this uses ON CONFLICT, RETURNING, row values and the like.
 */
public interface Backend extends AutoCloseable {
  /** Its name in the status, and the folder of its schema. */
  String kind();

  /**
   * Waits for this process's turn among all that write, and begins. Only the writer's thread, or
   * one that runs before it, may call this.
   *
   * @throws StorageException if that is bounded and the bound was reached
   */
  Transaction write() throws SQLException, InterruptedException;

  /**
   * Begins a transaction that sees one state of the database, whatever is committed meanwhile.
   *
   * @throws StorageException if too many read at once
   */
  Transaction read() throws SQLException, InterruptedException;

  /**
   * For one statement alone, which sees one state anyhow: where that is cheaper, no transaction.
   *
   * @throws StorageException if too many read at once
   */
  default Transaction readSingle() throws SQLException, InterruptedException {
    return read();
  }

  /** What went wrong in the storage's words; {@code what} is what could not be done. */
  StorageException translate(String what, SQLException e);

  /**
   * Whether one change alone failed (a broken constraint, a text that the database cannot hold) and
   * others may succeed; false where the database or the connection is what fails.
   */
  boolean isConstraintViolation(SQLException e);

  /** Returns when a process may have committed something, or after a short time. */
  void awaitChange() throws InterruptedException;

  /**
   * The clock that all who share the database go by.
   *
   * @param own this process's
   */
  default DatabaseTime time(Clock own) {
    return DatabaseTime.of(own);
  }

  /** Size of the write-ahead log; 0 where that is not this process's business. */
  long walBytes();

  @Override
  void close();
}
