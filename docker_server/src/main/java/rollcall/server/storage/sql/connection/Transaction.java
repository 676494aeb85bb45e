package rollcall.server.storage.sql.connection;

import java.sql.SQLException;

/** A transaction; closing it takes back what was not committed and frees its connection. */
public interface Transaction extends AutoCloseable {
  /** What to say inside it. */
  SqlConnection sql();

  /**
   * Returns when what was written is on disk.
   *
   * @throws StorageException if it is unknown whether it is
   */
  void commit() throws SQLException;

  /** A read has succeeded; a connection on which one failed may be of no more use. */
  default void succeeded() {}

  @Override
  void close();
}
