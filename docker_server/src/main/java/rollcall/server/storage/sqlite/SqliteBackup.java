package rollcall.server.storage.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;
import rollcall.server.storage.sql.connection.SqlConnection;
import rollcall.server.storage.transfer.DatabaseTimeline;

/**
 * Copies a database while servers write to it. {@code VACUUM INTO} reads one snapshot in one read
 * transaction: it does not block writers and, unlike a stepwise copy, never restarts after a write.
 */
public final class SqliteBackup {
  private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(2);

  private SqliteBackup() {}

  /**
   * Writes, checks and syncs the copy; returns its schema and revision.
   *
   * @param copy an empty file
   * @throws StorageException if the database cannot be read or the copy is damaged
   */
  public static DatabaseTimeline write(Path database, Path copy) throws IOException {
    try (SqlConnection sql = open(database)) {
      sql.bind("VACUUM INTO ?", copy.toString()).execute();
    } catch (SQLException e) {
      throw SqliteErrors.translate("not backed up", e);
    }
    try (SqlConnection sql = SqliteFile.openCopy(copy)) {
      DatabaseTimeline timeline = BackupFile.check(copy, sql, "not backed up: the copy");
      sync(copy);
      return timeline;
    } catch (SQLException e) {
      throw SqliteErrors.translate("not backed up: the copy cannot be read", e);
    }
  }

  /** Opens the database under the lock, so that a concurrent restore does not replace the file. */
  private static SqlConnection open(Path database) throws IOException, SQLException {
    SqliteFile file = SqliteFile.at(database, BUSY_TIMEOUT);
    try (InterprocessLock lock = new InterprocessLock(database);
        InterprocessLock.Hold hold = lock.acquire()) {
      SqlConnection sql = file.openWriter();
      sql.number("SELECT count(*) FROM sqlite_master");
      return sql;
    } catch (InterruptedException e) {
      throw new StorageException(Reason.BUSY, "not backed up: interrupted", e);
    }
  }

  /** Syncs a file or folder, so that its content survives a power cut. */
  public static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
