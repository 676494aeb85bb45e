package rollcall.server.storage.postgres;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;
import rollcall.server.storage.sql.connection.Backend;
import rollcall.server.storage.sql.connection.ConnectionPool;
import rollcall.server.storage.sql.connection.DatabaseTime;
import rollcall.server.storage.sql.connection.SqlConnection;
import rollcall.server.storage.sql.connection.Transaction;

/** A PostgreSQL database: six connections a process at most. */
public final class PostgresBackend implements Backend {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresBackend.class);
  private static final int READERS = 4;
  private static final long RETRY_MILLIS = 500;

  /**
   * The writers of all processes queue here, in turn; also before the first table exists. Any
   * number that no other program in the database uses would do: it is "Rollcall" in ASCII.
   */
  private static final String TURN = "SELECT pg_advisory_xact_lock(x'526f6c6c63616c6c'::bigint)";

  private final PostgresConnections connections;
  private final ConnectionPool readers;
  private final Notifications notifications;
  private @Nullable SqlConnection writer;

  /**
   * Connects, and waits for a database that is only just starting.
   *
   * @param timeout of a statement and of a writer's wait for its turn
   * @param patience how long to wait for the database
   * @throws StorageException if it refuses, or cannot be reached for so long
   */
  public PostgresBackend(PostgresAddress address, Duration timeout, Duration patience) {
    connections = new PostgresConnections(address, timeout);
    readers = new ConnectionPool(READERS, this::openReader);
    try {
      writer = openFirst(address, patience);
      Suitability.check(writer, address);
      writer.connection().rollback();
    } catch (SQLException e) {
      close(writer);
      throw PostgresErrors.translate("cannot open the database " + address, e);
    } catch (RuntimeException e) {
      close(writer);
      throw e;
    }
    notifications = new Notifications(connections);
  }

  private static void close(@Nullable SqlConnection connection) {
    if (connection != null) {
      connection.close();
    }
  }

  private SqlConnection openFirst(PostgresAddress address, Duration patience) throws SQLException {
    long end = System.nanoTime() + patience.toNanos();
    boolean isTold = false;
    while (true) {
      try {
        return openWriter();
      } catch (SQLException e) {
        if (!PostgresErrors.isAway(e) || System.nanoTime() > end) {
          throw e;
        }
        if (!isTold) {
          LOG.info("waiting for the database {}: {}", address, PostgresErrors.line(e));
          isTold = true;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(Reason.BUSY, "interrupted while it waited for the database", e);
    }
  }

  private SqlConnection openWriter() throws SQLException {
    SqlConnection opened = connections.openWriter();
    opened.connection().setAutoCommit(false);
    return opened;
  }

  private SqlConnection openReader() throws SQLException {
    SqlConnection opened = connections.openReader();
    opened.connection().setAutoCommit(false);
    opened.connection().setReadOnly(true);
    return opened;
  }

  @Override
  public String kind() {
    return "postgresql";
  }

  @Override
  public Transaction write() throws SQLException {
    SqlConnection connection = awaitTurn();
    return new PostgresTransaction(
        connection,
        isGood -> {
          if (!isGood) {
            connection.close();
            writer = null;
          }
        });
  }

  /** A connection that died since it was used last is replaced: nothing was asked of it yet. */
  private SqlConnection awaitTurn() throws SQLException {
    if (writer != null) {
      try {
        writer.execute(TURN);
        return writer;
      } catch (SQLException e) {
        SqlConnection dead = writer;
        writer = null;
        dead.close();
        if (!PostgresErrors.isAway(e)) {
          throw e;
        }
      }
    }
    SqlConnection opened = openWriter();
    try {
      opened.execute(TURN);
    } catch (SQLException e) {
      opened.close();
      throw e;
    }
    writer = opened;
    return opened;
  }

  @Override
  public Transaction read() throws SQLException, InterruptedException {
    SqlConnection connection = borrow();
    return new PostgresTransaction(
        connection,
        isGood -> {
          if (isGood) {
            readers.giveBack(connection);
          } else {
            readers.discard(connection);
          }
        });
  }

  /** Those that died since they were used last are replaced. */
  private SqlConnection borrow() throws SQLException, InterruptedException {
    for (int attempt = 0; ; attempt++) {
      SqlConnection connection = readers.borrow();
      try {
        connection.execute("SELECT 1");
        return connection;
      } catch (SQLException e) {
        readers.discard(connection);
        if (!PostgresErrors.isAway(e) || attempt == READERS) {
          throw e;
        }
      }
    }
  }

  @Override
  public StorageException translate(String what, SQLException e) {
    return PostgresErrors.translate(what, e);
  }

  @Override
  public boolean isConstraintViolation(SQLException e) {
    return PostgresErrors.isConstraintViolation(e);
  }

  @Override
  public void awaitChange() throws InterruptedException {
    notifications.await();
  }

  @Override
  public DatabaseTime time(Clock own) {
    return DatabaseTime.inSql(
        "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT) * 1000");
  }

  @Override
  public long walBytes() {
    return 0;
  }

  @Override
  public void close() {
    notifications.close();
    close(writer);
    readers.close();
  }
}
