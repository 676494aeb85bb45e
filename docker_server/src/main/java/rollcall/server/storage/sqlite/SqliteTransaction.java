package rollcall.server.storage.sqlite;

import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.server.storage.sql.connection.SqlConnection;
import rollcall.server.storage.sql.connection.Transaction;

/**
 * A transaction by statements, autocommit on: with it off the driver begins the next one inside
 * {@code commit()}, and an idle writer would hold the lock.
 */
final class SqliteTransaction implements Transaction {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteTransaction.class);

  private final SqlConnection sql;
  private final After after;
  private boolean committed;
  private boolean succeeded;

  /** Frees what a transaction used. */
  interface After {
    void ended(boolean succeeded);
  }

  /** Begins. */
  SqliteTransaction(SqlConnection sql, String begin, After after) throws SQLException {
    this.sql = sql;
    this.after = after;
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
      // After a full disk SQLite has rolled back by itself.
      LOG.debug("rollback: {}", e.getMessage());
    } finally {
      after.ended(succeeded);
    }
  }
}
