package rollcall.server.storage.sqlite;

import java.sql.SQLException;
import java.util.Set;
import org.sqlite.SQLiteException;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;

/** Maps SQLite's result codes to reasons. */
final class SqliteErrors {
  private static final Set<Integer> ITEMS_OWN = Set.of(0, 1, 18, 19, 20, 25);

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
          case BUSY -> "another process holds the database's lock";
          case FULL -> "no space is left where the database is";
          case BROKEN -> e.getMessage();
        };
    return new StorageException(reason, what + ": " + why, e);
  }

  /**
   * Whether a statement is at fault rather than the file: SQL error, too big, constraint, mismatch,
   * out of range; or what was refused before SQLite was asked, which has no code.
   */
  static boolean isConstraintViolation(SQLException e) {
    return ITEMS_OWN.contains(code(e));
  }

  /** The primary result code, https://www.sqlite.org/rescode.html; 0 where it is not SQLite's. */
  private static int code(SQLException e) {
    return e instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xff : 0;
  }
}
