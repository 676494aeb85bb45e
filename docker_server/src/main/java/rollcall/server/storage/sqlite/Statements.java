package rollcall.server.storage.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connection with its prepared statements, kept for the next use. For one thread at a time. */
final class Statements implements AutoCloseable {
  /** Filters of the roster combine freely; more texts than this are prepared anew. */
  private static final int KEPT = 100;

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new LinkedHashMap<>(16, 0.75f, true);

  Statements(Connection connection) {
    this.connection = connection;
  }

  /** Prepares and binds; the statement belongs to the cache: close only its result set. */
  PreparedStatement bind(String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
      evictEldest();
    }
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }

  int update(String sql, @Nullable Object... parameters) throws SQLException {
    return bind(sql, parameters).executeUpdate();
  }

  /** The first column of the first row. */
  long number(String sql, @Nullable Object... parameters) throws SQLException {
    try (ResultSet row = bind(sql, parameters).executeQuery()) {
      if (!row.next()) {
        throw new SQLException("no row from: " + sql);
      }
      return row.getLong(1);
    }
  }

  private void evictEldest() throws SQLException {
    if (prepared.size() > KEPT) {
      var eldest = prepared.entrySet().iterator();
      eldest.next().getValue().close();
      eldest.remove();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
