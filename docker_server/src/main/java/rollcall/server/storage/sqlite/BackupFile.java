package rollcall.server.storage.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;
import rollcall.server.storage.sql.connection.SqlConnection;
import rollcall.server.storage.transfer.DatabaseTimeline;

/** A copy of a database that no server uses, and whether it is a whole one. */
final class BackupFile {
  private BackupFile() {}

  /**
   * Returns what it holds.
   *
   * @param what what could not be done if it is damaged or not one of ours
   * @throws StorageException if so
   */
  static DatabaseTimeline check(Path file, SqlConnection sql, String what)
      throws IOException, SQLException {
    long bytes = sql.number("PRAGMA page_count") * sql.number("PRAGMA page_size");
    if (Files.size(file) != bytes) {
      // SQLite takes what its last page lacks for zeros.
      throw new StorageException(
          Reason.BROKEN, what + " is cut off: it has " + Files.size(file) + " bytes of " + bytes);
    }
    String found = sql.text("PRAGMA integrity_check(1)");
    if (!found.equals("ok")) {
      throw new StorageException(Reason.BROKEN, what + " is damaged: " + found);
    }
    if (sql.number("SELECT count(*) FROM sqlite_master WHERE name IN ('meta', 'revision')") != 2) {
      throw new StorageException(Reason.BROKEN, what + " is not a database of Rollcall");
    }
    DatabaseTimeline timeline = DatabaseTimeline.of(sql);
    if (timeline.schema() > DatabaseTimeline.NEWEST_SCHEMA) {
      throw new StorageException(
          Reason.BROKEN,
          what
              + " has schema "
              + timeline.schema()
              + ", this program knows up to "
              + DatabaseTimeline.NEWEST_SCHEMA
              + "; use the version of Rollcall that wrote it, or a newer one");
    }
    return timeline;
  }
}
