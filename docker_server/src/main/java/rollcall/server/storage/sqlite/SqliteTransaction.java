package rollcall.server.storage.sqlite;

import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.server.storage.sql.connection.SqlConnection;
import rollcall.server.storage.sql.connection.Transaction;

/**
 * A transaction that uses SQL statements with autocommit on. With autocommit off, the driver begins
 * the next transaction inside {@code commit()}, and an idle writer would hold the lock.
 */
final class SqliteTransaction implements Transaction {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteTransaction.class);

  private final SqlConnection sql;
  private final EndListener listener;
  private boolean committed;
  private boolean succeeded;

  /** Releases the transaction's resources. */
  interface EndListener {
    void ended(boolean succeeded);
  }

  SqliteTransaction(SqlConnection sql, String begin, EndListener listener) throws SQLException {
    this.sql = sql;
    this.listener = listener;
    sql.execute(begin);
  }

  @Override
  public SqlConnection sql() {
    return sql;
  }

  @Override
  public void commit() throws SQLException {
    sql.execute("COMMIT");
    committed = true;
    succeeded = true;
  }

  @Override
  public void succeeded() {
    succeeded = true;
  }

  @Override
  public void close() {
    try {
      if (!committed) {
        sql.execute("ROLLBACK");
      }
    } catch (SQLException e) {
      // On a full disk, SQLite has already rolled back.
      LOG.debug("rollback: {}", e.getMessage());
    } finally {
      listener.ended(succeeded);
    }
  }
}
