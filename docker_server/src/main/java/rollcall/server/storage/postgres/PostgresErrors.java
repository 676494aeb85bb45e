package rollcall.server.storage.postgres;

import java.sql.SQLException;
import java.util.Set;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;

/**
 * Maps PostgreSQL's SQLSTATEs to the storage's reasons: <a
 * href="https://www.postgresql.org/docs/15/errcodes- appendix.html">the list</a>.
 */
final class PostgresErrors {
  private static final String READ_ONLY = "25006";

  /** Query canceled by its timeout, too many connections, serialization failure, deadlock. */
  private static final Set<String> BUSY = Set.of("57014", "53300", "40001", "40P01");

  /** Closed by an administrator or a crash, starting, idle timeout, standby after a failover. */
  private static final Set<String> UNREACHABLE =
      Set.of("57P01", "57P02", "57P03", "57P05", "25P03", READ_ONLY);

  private static final Set<String> STATEMENT_ERRORS = Set.of("0A", "22", "23", "42", "54");

  private PostgresErrors() {}

  static StorageException translate(String what, SQLException e) {
    String state = state(e);
    if (state.equals(READ_ONLY)) {
      return new StorageException(
          Reason.BUSY,
          what
              + ": the database is read-only: it is a standby, or default_transaction_read_only is on"
              + " (ALTER ROLE or ALTER DATABASE … RESET default_transaction_read_only)",
          e);
    }
    if (isUnreachable(e)) {
      return new StorageException(
          Reason.BUSY, what + ": the database cannot be reached (" + line(e) + ")", e);
    }
    if (isLockTimeout(e)) {
      return new StorageException(
          Reason.BUSY, what + ": the database is locked by another process", e);
    }
    if (BUSY.contains(state)) {
      return new StorageException(
          Reason.BUSY, what + ": the database is busy (" + line(e) + ")", e);
    }
    if (state.equals("53100")) {
      return new StorageException(Reason.FULL, what + ": no space left on the database's disk", e);
    }
    String advice =
        state.equals("42501")
            ? "; make the user its owner: ALTER DATABASE … OWNER TO …, or GRANT CREATE ON SCHEMA …"
            : "";
    return new StorageException(Reason.BROKEN, what + ": " + line(e) + advice, e);
  }

  /** For a failed commit, whose outcome is unknown: perhaps only the response was lost. */
  static StorageException commitLost(SQLException e) {
    return new StorageException(
        Reason.BUSY,
        "the connection to the database broke during the commit ("
            + line(e)
            + "); it may or may not be written",
        e);
  }

  /** Whether a lock was not granted in time. */
  static boolean isLockTimeout(SQLException e) {
    return state(e).equals("55P03");
  }

  /** Whether the connection is broken; a new one may work. */
  static boolean isUnreachable(SQLException e) {
    return state(e).startsWith("08") || UNREACHABLE.contains(state(e));
  }

  /**
   * Whether the statement is at fault rather than the database: data that cannot be stored (22), a
   * violated constraint (23), rejected SQL (0A, 42), a limit such as an index row's size (54), or
   * an error of the driver itself, which has no state.
   */
  static boolean isConstraintViolation(SQLException e) {
    return state(e).isEmpty() || STATEMENT_ERRORS.contains(state(e).substring(0, 2));
  }

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }

  /** The first line of the message; the driver adds details and hints on further lines. */
  static String line(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no message");
  }
}
