package rollcall.server.storage.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;
import rollcall.server.storage.sql.connection.SqlConnection;
import rollcall.server.storage.transfer.DatabaseTimeline;

/** Checks the copy of a database that a backup writes or a restore reads. */
final class BackupFile {
  private BackupFile() {}

  /**
   * Checks the copy and returns its schema and revision.
   *
   * @param what start of the error message: the failed operation and the file
   * @throws StorageException if the copy is damaged or no Rollcall database
   */
  static DatabaseTimeline check(Path file, SqlConnection sql, String what)
      throws IOException, SQLException {
    long bytes = sql.number("PRAGMA page_count") * sql.number("PRAGMA page_size");
    if (Files.size(file) != bytes) {
      // SQLite reads a truncated last page as zeros.
      throw new StorageException(
          Reason.BROKEN,
          what + " is truncated: it has " + Files.size(file) + " of " + bytes + " bytes");
    }
    String found = sql.text("PRAGMA integrity_check(1)");
    if (!found.equals("ok")) {
      throw new StorageException(Reason.BROKEN, what + " is damaged: " + found);
    }
    if (sql.number("SELECT count(*) FROM sqlite_master WHERE name IN ('meta', 'revision')") != 2) {
      throw new StorageException(Reason.BROKEN, what + " is not a Rollcall database");
    }
    DatabaseTimeline timeline = DatabaseTimeline.of(sql);
    if (timeline.schema() > DatabaseTimeline.NEWEST_SCHEMA) {
      throw new StorageException(
          Reason.BROKEN,
          what
              + " has schema "
              + timeline.schema()
              + ", but this program supports schemas up to "
              + DatabaseTimeline.NEWEST_SCHEMA
              + "; use the version of Rollcall that wrote it, or a newer one");
    }
    return timeline;
  }
}
