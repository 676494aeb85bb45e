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

/** Reads in transactions of their own, and remembers the newest revision that any of them saw. */
final class ReadTransactions {
  private final Backend backend;
  private final DatabaseTime time;
  private volatile long lastRevision;

  ReadTransactions(Backend backend, DatabaseTime time) {
    this.backend = backend;
    this.time = time;
  }

  /** The newest revision that was read. */
  long lastRevision() {
    return lastRevision;
  }

  /** The time of all who share the database, in nanoseconds since 1970. */
  long now(SqlConnection reader) throws SQLException {
    return time.read(reader).now();
  }

  /** A value and its revision, from one snapshot. */
  <T> Versioned<T> read(String what, Query<T> query) {
    return ask(
        what,
        backend::read,
        reader -> {
          long revision = reader.number(WriteSession.SELECT_REVISION);
          return new Versioned<>(query.run(reader), revision);
        });
  }

  /** The same for a query that brings its revision along. */
  <T> Versioned<T> ask(String what, Opener opener, Query<Versioned<T>> query) {
    try (Transaction transaction = opener.open()) {
      Versioned<T> answer = query.run(transaction.sql());
      transaction.succeeded();
      lastRevision = Math.max(lastRevision, answer.revision());
      return answer;
    } catch (SQLException e) {
      throw backend.translate(what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(Reason.BUSY, what + ": interrupted", e);
    }
  }

  /** Begins to read. */
  interface Opener {
    Transaction open() throws SQLException, InterruptedException;
  }

  /** What one read asks. */
  interface Query<T> {
    T run(SqlConnection reader) throws SQLException;
  }
}
