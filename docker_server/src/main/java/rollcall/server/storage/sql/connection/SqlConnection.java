package rollcall.server.storage.sql.connection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection with its prepared statements, kept for the next use. For one thread at a time. */
public final class SqlConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SqlConnection.class);

  /** Filters of the roster combine freely; more texts than this are prepared anew. */
  private static final int KEPT = 100;

  /** Rows that PostgreSQL's driver holds at once: it would take all of a large answer. */
  private static final int FETCHED = 128;

  private final Connection connection;
  private final Dialect dialect;
  private final Map<String, PreparedStatement> prepared = new LinkedHashMap<>(16, 0.75f, true);

  public SqlConnection(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  public Dialect dialect() {
    return dialect;
  }

  /** The connection itself, for what belongs to its backend. */
  public Connection connection() {
    return connection;
  }

  /** Prepares and binds; the statement belongs to the cache: close only its result set. */
  public PreparedStatement bind(String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statement.setFetchSize(FETCHED);
      prepared.put(sql, statement);
      evictEldest();
    }
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }

  /** Says something that has no answer. */
  public void execute(String sql) throws SQLException {
    bind(sql).execute();
  }

  public int update(String sql, @Nullable Object... parameters) throws SQLException {
    return bind(sql, parameters).executeUpdate();
  }

  /** The first column of the first row. */
  public long number(String sql, @Nullable Object... parameters) throws SQLException {
    try (ResultSet row = bind(sql, parameters).executeQuery()) {
      if (!row.next()) {
        throw new SQLException("no row from: " + sql);
      }
      return row.getLong(1);
    }
  }

  /** The first column of the first row; of a pragma that answers. */
  public String text(String sql) throws SQLException {
    try (ResultSet row = bind(sql).executeQuery()) {
      if (!row.next()) {
        throw new SQLException("no row from: " + sql);
      }
      return row.getString(1);
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
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("closing a connection: {}", e.getMessage());
    }
  }
}
