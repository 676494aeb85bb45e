package rollcall.server.storage.postgres;

import java.sql.SQLException;
import java.util.Set;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;

/**
 * Maps PostgreSQL's SQLSTATEs to reasons: <a href="https://www.postgresql.org/docs/15/errcodes-
 * appendix.html">the list</a>.
 */
final class PostgresErrors {
  private static final String READ_ONLY = "25006";

  /** Query canceled (it took too long), too many connections, serialization, deadlock. */
  private static final Set<String> BUSY = Set.of("57014", "53300", "40001", "40P01");

  /**
   * Closed by an administrator, by a crash, not yet started, idle too long; or a standby, whose
   * primary is elsewhere now.
   */
  private static final Set<String> AWAY =
      Set.of("57P01", "57P02", "57P03", "57P05", "25P03", READ_ONLY);

  private static final Set<String> ITEMS_OWN = Set.of("0A", "22", "23", "42", "54");

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
    if (isAway(e)) {
      return new StorageException(
          Reason.BUSY, what + ": the database cannot be reached (" + line(e) + ")", e);
    }
    if (state.equals("55P03")) {
      return new StorageException(
          Reason.BUSY, what + ": another process holds the database's lock", e);
    }
    if (BUSY.contains(state)) {
      return new StorageException(
          Reason.BUSY, what + ": the database is busy (" + line(e) + ")", e);
    }
    if (state.equals("53100")) {
      return new StorageException(
          Reason.FULL, what + ": no space is left where the database is", e);
    }
    String advice =
        state.equals("42501")
            ? "; make the user its owner: ALTER DATABASE … OWNER TO …, or GRANT CREATE ON SCHEMA …"
            : "";
    return new StorageException(Reason.BROKEN, what + ": " + line(e) + advice, e);
  }

  /** Whether it is committed is unknown: the answer may be what was lost. */
  static StorageException commitLost(SQLException e) {
    return new StorageException(
        Reason.BUSY,
        "the database went away during the commit (" + line(e) + "); it may or may not be written",
        e);
  }

  /** The connection is of no more use, but another may be. */
  static boolean isAway(SQLException e) {
    return state(e).startsWith("08") || AWAY.contains(state(e));
  }

  /**
   * Whether a statement is at fault rather than the database: data that cannot be held (22), a
   * broken constraint (23), SQL that is refused (0A, 42), a limit like an index row's size (54),
   * and what the driver itself refuses, which has no state.
   */
  static boolean isConstraintViolation(SQLException e) {
    return state(e).isEmpty() || ITEMS_OWN.contains(state(e).substring(0, 2));
  }

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }

  /** The driver's messages have details and hints on further lines. */
  static String line(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no message");
  }
}
