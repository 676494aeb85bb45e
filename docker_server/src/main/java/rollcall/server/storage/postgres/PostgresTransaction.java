package rollcall.server.storage.postgres;

import java.sql.SQLException;
import java.util.function.Consumer;
import rollcall.server.storage.sql.connection.SqlConnection;
import rollcall.server.storage.sql.connection.Transaction;

/** A transaction on a connection without autocommit; it has already begun. */
final class PostgresTransaction implements Transaction {
  private final SqlConnection sql;
  private final Consumer<Boolean> listener;
  private boolean committed;

  /**
   * Takes over a connection.
   *
   * @param listener receives whether the connection is still usable
   */
  PostgresTransaction(SqlConnection sql, Consumer<Boolean> listener) {
    this.sql = sql;
    this.listener = listener;
  }

  @Override
  public SqlConnection sql() {
    return sql;
  }

  @Override
  public void commit() {
    try {
      sql.connection().commit();
      committed = true;
    } catch (SQLException e) {
      throw PostgresErrors.commitLost(e);
    }
  }

  @Override
  public void close() {
    boolean isUsable = committed;
    try {
      if (!committed) {
        sql.connection().rollback();
        isUsable = true;
      }
    } catch (SQLException e) {
      isUsable = false;
    }
    listener.accept(isUsable);
  }
}
