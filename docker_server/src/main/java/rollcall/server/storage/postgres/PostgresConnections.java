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
 * Opens connections, all with bounds on how long they wait. After a failed attempt the next ones
 * fail at once for a moment: while the database is away no request queues up to find that out.
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

  /** The newest attempt, where it failed. */
  private record Failure(SQLException why, long nanos) {}

  /**
   * Opens nothing yet.
   *
   * @param timeout of a statement and of a wait for a lock
   */
  PostgresConnections(PostgresAddress address, Duration timeout) {
    this.address = address;
    this.timeout = timeout;
  }

  /** For writing; an acknowledged commit is one that is on disk. */
  SqlConnection openWriter() throws SQLException {
    // A process that is stopped in mid-transaction would hold up all the others. Each statement
    // sees
    // what is committed by then: the first one waits for the turn.
    return new SqlConnection(openWith(SessionSettings.of(timeout, 0.5, "read committed")), DIALECT);
  }

  /** For short reads, each of one state. */
  SqlConnection openReader() throws SQLException {
    return new SqlConnection(openWith(SessionSettings.of(timeout, 1, "repeatable read")), DIALECT);
  }

  /** For notifications. */
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
      // A new one: the first one's stack trace says nothing about this caller.
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

  /** What the URL says itself wins over these. */
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
    // A database that went away without a word; longer than any statement may take.
    PGProperty.SOCKET_TIMEOUT.set(properties, (int) timeout.toSeconds() + 5);
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    // Kerberos would take a Java module that the image does without.
    PGProperty.GSS_ENC_MODE.set(properties, "disable");
    return properties;
  }
}
