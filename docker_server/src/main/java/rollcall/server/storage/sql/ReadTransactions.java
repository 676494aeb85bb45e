package rollcall.server.storage.sql;

import java.sql.SQLException;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;
import rollcall.server.storage.Versioned;
import rollcall.server.storage.sql.change.WriteSession;
import rollcall.server.storage.sql.connection.Backend;
import rollcall.server.storage.sql.connection.DatabaseTime;
import rollcall.server.storage.sql.connection.SqlConnection;
import rollcall.server.storage.sql.connection.Transaction;

/** Runs reads, each in a transaction, and tracks the newest revision that they returned. */
final class ReadTransactions {
  private final Backend backend;
  private final DatabaseTime time;
  private volatile long lastRevision;

  ReadTransactions(Backend backend, DatabaseTime time) {
    this.backend = backend;
    this.time = time;
  }

  /** The newest revision read so far. */
  long lastRevision() {
    return lastRevision;
  }

  /** The time by the database's clock, in nanoseconds since 1970. */
  long now(SqlConnection reader) throws SQLException {
    return time.read(reader).now();
  }

  /** Reads a value and its revision from one snapshot. */
  <T> Versioned<T> read(String what, Query<T> query) {
    return run(
        what,
        backend::read,
        reader -> {
          long revision = reader.number(WriteSession.SELECT_REVISION);
          return new Versioned<>(query.run(reader), revision);
        });
  }

  /** Runs a query that returns its own revision. */
  <T> Versioned<T> run(String what, Opener opener, Query<Versioned<T>> query) {
    try (Transaction transaction = opener.open()) {
      Versioned<T> result = query.run(transaction.sql());
      transaction.succeeded();
      lastRevision = Math.max(lastRevision, result.revision());
      return result;
    } catch (SQLException e) {
      throw backend.translate(what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(Reason.BUSY, what + ": interrupted", e);
    }
  }

  interface Opener {
    Transaction open() throws SQLException, InterruptedException;
  }

  interface Query<T> {
    T run(SqlConnection reader) throws SQLException;
  }
}
