package rollcall.server.storage.sqlite;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;

/** SQLite's result codes in the storage's words. */
final class SqliteErrors {
  private SqliteErrors() {}

  static StorageException translate(String what, SQLException e) {
    Reason reason = reason(e);
    String why =
        switch (reason) {
          case BUSY -> "another process holds the database's lock";
          case FULL -> "no space is left where the database is";
          case BROKEN -> e.getMessage();
        };
    return new StorageException(reason, what + ": " + why, e);
  }

  static Reason reason(SQLException e) {
    if (!(e instanceof SQLiteException sqlite)) {
      return Reason.BROKEN;
    }
    SQLiteErrorCode code = sqlite.getResultCode();
    // The low byte is the primary result code: https://www.sqlite.org/rescode.html
    return switch (code.code & 0xff) {
      case 5, 6 -> Reason.BUSY;
      case 13 -> Reason.FULL;
      default -> Reason.BROKEN;
    };
  }

  /** One item's own fault (a broken constraint): the rest of its batch can go on. */
  static boolean isItemsOwn(SQLException e) {
    return e instanceof SQLiteException sqlite && (sqlite.getResultCode().code & 0xff) == 19;
  }
}
