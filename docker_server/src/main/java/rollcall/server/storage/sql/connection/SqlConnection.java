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

/** A connection with a cache of prepared statements. Not thread-safe. */
public final class SqlConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SqlConnection.class);

  /** Statements in the cache: the roster's filters combine to many more than are used often. */
  private static final int MAX_PREPARED = 100;

  /** Rows per fetch: by default PostgreSQL's driver reads the whole result into memory. */
  private static final int FETCH_SIZE = 128;

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

  /** The JDBC connection, for code of its backend. */
  public Connection connection() {
    return connection;
  }

  /** Prepares a statement and binds its parameters. Close only its result set: it is cached. */
  public PreparedStatement bind(String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statement.setFetchSize(FETCH_SIZE);
      prepared.put(sql, statement);
      evictEldest();
    }
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }

  public void execute(String sql) throws SQLException {
    bind(sql).execute();
  }

  public int update(String sql, @Nullable Object... parameters) throws SQLException {
    return bind(sql, parameters).executeUpdate();
  }

  /** Returns the first column of the first row. */
  public long number(String sql, @Nullable Object... parameters) throws SQLException {
    try (ResultSet row = bind(sql, parameters).executeQuery()) {
      if (!row.next()) {
        throw new SQLException("no row from: " + sql);
      }
      return row.getLong(1);
    }
  }

  /** Returns the first column of the first row; also for a pragma with a result. */
  public String text(String sql) throws SQLException {
    try (ResultSet row = bind(sql).executeQuery()) {
      if (!row.next()) {
        throw new SQLException("no row from: " + sql);
      }
      return row.getString(1);
    }
  }

  private void evictEldest() throws SQLException {
    if (prepared.size() > MAX_PREPARED) {
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
