package rollcall.server.storage.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import rollcall.server.storage.sql.connection.Dialect;
import rollcall.server.storage.sql.connection.SqlConnection;

/**
 * Opens connections with timeouts for all waits. For a short time after a failed attempt, further
 * attempts fail immediately, so that requests do not queue while the database is unreachable.
 */
final class PostgresConnections {
  private static final Dialect DIALECT =
      new Dialect(
          "json_array_elements(CAST(? AS json))",
          "json_each_text(CAST(facts AS json) -> 'labels')",
          "roster");
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final PostgresAddress address;
  private final Duration timeout;
  private final Driver driver = new Driver();
  private volatile @Nullable Failure last;

  /** The last failed attempt. */
  private record Failure(SQLException why, long nanos) {}

  /**
   * Opens no connection yet.
   *
   * @param timeout of a statement and of a wait for a lock
   */
  PostgresConnections(PostgresAddress address, Duration timeout) {
    this.address = address;
    this.timeout = timeout;
  }

  /** Opens a connection for writing; its acknowledged commits are on disk. */
  SqlConnection openWriter() throws SQLException {
    // The short idle timeout frees the lock of a process that is stopped in mid-transaction. Read
    // committed, because the first statement waits for the lock: the next must see newer commits.
    return new SqlConnection(openWith(SessionSettings.of(timeout, 0.5, "read committed")), DIALECT);
  }

  /** Opens a connection for short reads, each of one snapshot. */
  SqlConnection openReader() throws SQLException {
    return new SqlConnection(openWith(SessionSettings.of(timeout, 1, "repeatable read")), DIALECT);
  }

  Connection openListener() throws SQLException {
    return openWith(SessionSettings.of(timeout, 1, "read committed"));
  }

  private Connection openWith(String settings) throws SQLException {
    Connection connection = open();
    try (Statement statement = connection.createStatement()) {
      statement.execute(settings);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private Connection open() throws SQLException {
    Failure failure = last;
    if (failure != null && System.nanoTime() - failure.nanos < PAUSE_NANOS) {
      // A new exception: the first one's stack trace does not contain this caller.
      throw new SQLException(failure.why.getMessage(), failure.why.getSQLState(), failure.why);
    }
    try {
      Connection connection =
          Objects.requireNonNull(driver.connect(address.url(), properties()), address.toString());
      last = null;
      return connection;
    } catch (SQLException e) {
      last = new Failure(e, System.nanoTime());
      throw e;
    }
  }

  /** Default properties; the URL's parameters override them. */
  private Properties properties() {
    Properties properties = new Properties();
    if (address.user() != null) {
      PGProperty.USER.set(properties, address.user());
    }
    if (address.password() != null) {
      PGProperty.PASSWORD.set(properties, address.password());
    }
    PGProperty.APPLICATION_NAME.set(properties, "rollcall");
    PGProperty.CONNECT_TIMEOUT.set(properties, 2);
    // Detects a database that vanished; longer than any statement may take.
    PGProperty.SOCKET_TIMEOUT.set(properties, (int) timeout.toSeconds() + 5);
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    // Kerberos needs a Java module that the image does not contain.
    PGProperty.GSS_ENC_MODE.set(properties, "disable");
    return properties;
  }
}
