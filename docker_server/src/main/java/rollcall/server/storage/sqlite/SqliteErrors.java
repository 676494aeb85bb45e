package rollcall.server.storage.sqlite;

import java.sql.SQLException;
import java.util.Set;
import org.sqlite.SQLiteException;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;

/** Maps SQLite's result codes to the storage's reasons. */
final class SqliteErrors {
  private static final Set<Integer> STATEMENT_ERRORS = Set.of(0, 1, 18, 19, 20, 25);

  private SqliteErrors() {}

  static StorageException translate(String what, SQLException e) {
    Reason reason =
        switch (code(e)) {
          case 5, 6 -> Reason.BUSY;
          case 13 -> Reason.FULL;
          default -> Reason.BROKEN;
        };
    String why =
        switch (reason) {
          case BUSY -> "the database is locked by another process";
          case FULL -> "no space left on the database's disk";
          case BROKEN -> e.getMessage();
        };
    return new StorageException(reason, what + ": " + why, e);
  }

  /**
   * Whether the statement is at fault rather than the database: SQL error, too big, constraint,
   * mismatch, out of range, or an error of the driver itself, which has no code.
   */
  static boolean isConstraintViolation(SQLException e) {
    return STATEMENT_ERRORS.contains(code(e));
  }

  /** The primary result code, https://www.sqlite.org/rescode.html; 0 if there is none. */
  private static int code(SQLException e) {
    return e instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xff : 0;
  }
}
