package rollcall.server.storage.postgres;

import java.sql.SQLException;
import java.util.function.Consumer;
import rollcall.server.storage.sql.connection.SqlConnection;
import rollcall.server.storage.sql.connection.Transaction;

/** A transaction on a connection without autocommit, already begun. */
final class PostgresTransaction implements Transaction {
  private final SqlConnection sql;
  private final Consumer<Boolean> after;
  private boolean committed;

  /**
   * Takes over a connection.
   *
   * @param after gets whether the connection is still good
   */
  PostgresTransaction(SqlConnection sql, Consumer<Boolean> after) {
    this.sql = sql;
    this.after = after;
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
    boolean isGood = committed;
    try {
      if (!committed) {
        sql.connection().rollback();
        isGood = true;
      }
    } catch (SQLException e) {
      isGood = false;
    }
    after.accept(isGood);
  }
}
