package rollcall.server.storage.sql.connection;

import java.sql.SQLException;

/** A transaction; closing it rolls back if it is not committed, and releases its connection. */
public interface Transaction extends AutoCloseable {
  /** The connection inside the transaction. */
  SqlConnection sql();

  /**
   * Commits; returns when the data is on disk.
   *
   * @throws StorageException if the outcome is unknown
   */
  void commit() throws SQLException;

  /** Marks a read as successful; otherwise the connection may be broken and is discarded. */
  default void succeeded() {}

  @Override
  void close();
}
