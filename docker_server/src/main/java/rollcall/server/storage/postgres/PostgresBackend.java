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

/** The backend for a PostgreSQL database, with at most six connections per process. */
public final class PostgresBackend implements Backend {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresBackend.class);
  private static final int READERS = 4;
  private static final long RETRY_MILLIS = 500;

  /**
   * Takes the write lock, for which the writers of all processes queue; it works before the first
   * table exists. The number is "Rollcall" in ASCII, to differ from other programs' locks.
   */
  private static final String LOCK = "SELECT pg_advisory_xact_lock(x'526f6c6c63616c6c'::bigint)";

  /**
   * How long a migration waits for a table. Reads take several tables in any order, so that they
   * and a migration can wait for each other. Much shorter than PostgreSQL's deadlock_timeout (1 s),
   * after which a read might be the one that fails.
   */
  private static final String MIGRATION_LOCK_TIMEOUT = "SET LOCAL lock_timeout = '200ms'";

  private final PostgresConnections connections;
  private final ConnectionPool readers;
  private final Notifications notifications;
  private @Nullable SqlConnection writer;

  /**
   * Connects; waits for a database that is still starting.
   *
   * @param timeout of a statement and of a wait for the write lock
   * @param connectTimeout how long to wait for the database
   * @throws StorageException if it refuses, or is not reachable in time
   */
  public PostgresBackend(PostgresAddress address, Duration timeout, Duration connectTimeout) {
    connections = new PostgresConnections(address, timeout);
    readers = new ConnectionPool(READERS, this::openReader);
    try {
      writer = openFirst(address, connectTimeout);
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

  private SqlConnection openFirst(PostgresAddress address, Duration connectTimeout)
      throws SQLException {
    long end = System.nanoTime() + connectTimeout.toNanos();
    boolean isLogged = false;
    while (true) {
      try {
        return openWriter();
      } catch (SQLException e) {
        if (!PostgresErrors.isUnreachable(e) || System.nanoTime() > end) {
          throw e;
        }
        if (!isLogged) {
          LOG.info("waiting for the database {}: {}", address, PostgresErrors.line(e));
          isLogged = true;
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
      throw new StorageException(Reason.BUSY, "interrupted while waiting for the database", e);
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
    SqlConnection connection = lockWriter();
    return new PostgresTransaction(
        connection,
        isUsable -> {
          if (!isUsable) {
            connection.close();
            writer = null;
          }
        });
  }

  @Override
  public Transaction migrate() throws SQLException {
    Transaction transaction = write();
    try {
      transaction.sql().execute(MIGRATION_LOCK_TIMEOUT);
      return transaction;
    } catch (SQLException e) {
      transaction.close();
      throw e;
    }
  }

  @Override
  public boolean isLockTimeout(SQLException e) {
    return PostgresErrors.isLockTimeout(e);
  }

  /** Takes the write lock; replaces a connection that broke since its last use. */
  private SqlConnection lockWriter() throws SQLException {
    if (writer != null) {
      try {
        writer.execute(LOCK);
        return writer;
      } catch (SQLException e) {
        SqlConnection broken = writer;
        writer = null;
        broken.close();
        if (!PostgresErrors.isUnreachable(e)) {
          throw e;
        }
      }
    }
    SqlConnection opened = openWriter();
    try {
      opened.execute(LOCK);
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
        isUsable -> {
          if (isUsable) {
            readers.giveBack(connection);
          } else {
            readers.discard(connection);
          }
        });
  }

  /** Borrows a reader; replaces those that broke since their last use. */
  private SqlConnection borrow() throws SQLException, InterruptedException {
    for (int attempt = 0; ; attempt++) {
      SqlConnection connection = readers.borrow();
      try {
        connection.execute("SELECT 1");
        return connection;
      } catch (SQLException e) {
        readers.discard(connection);
        if (!PostgresErrors.isUnreachable(e) || attempt == READERS) {
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
