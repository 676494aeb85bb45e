package rollcall.server.storage.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import rollcall.server.storage.sql.connection.SqlConnection;
import rollcall.server.storage.transfer.DatabaseTimeline;

/** Replaces a database by a backup, atomically, and never while a server uses it. */
public final class SqliteRestore {
  private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(2);

  private final Path database;
  private final ExistingDatabase existing;
  private final Instant now;

  /**
   * The result of a restore.
   *
   * @param backup schema and revision of the backup
   * @param revision the restored database's revision
   * @param aside path of the replaced file
   */
  public record Restored(DatabaseTimeline backup, long revision, Optional<Path> aside) {}

  private SqliteRestore(Path database, ExistingDatabase existing, Instant now) {
    this.database = database;
    this.existing = existing;
    this.now = now;
  }

  /**
   * Restores a backup while holding the lock: a server that starts meanwhile waits, and then opens
   * the restored database.
   *
   * @param overwrite whether a database with data, or a damaged one, may be replaced
   * @throws InvalidException if there is one and {@code overwrite} is false
   * @throws StorageException if the backup is damaged, or a process has the database open
   */
  public static Restored run(InputStream backup, Path database, boolean overwrite, Instant now)
      throws IOException {
    SqliteFile.at(database, BUSY_TIMEOUT);
    try (InterprocessLock lock = new InterprocessLock(database);
        InterprocessLock.Hold hold =
            lock.tryAcquire().orElseThrow(() -> ExistingDatabase.inUse(database));
        ExistingDatabase existing = ExistingDatabase.lock(real(database), overwrite, now)) {
      return new SqliteRestore(real(database), existing, now).restore(backup);
    }
  }

  /** Resolves symbolic links: SQLite keeps its log next to the real file. */
  private static Path real(Path database) throws IOException {
    return Files.exists(database) ? database.toRealPath() : database;
  }

  private Restored restore(InputStream backup) throws IOException {
    Path folder = Objects.requireNonNull(database.toAbsolutePath().getParent());
    Path part = Files.createTempFile(folder, database.getFileName() + ".", ".restoring");
    part.toFile().deleteOnExit();
    try {
      try (OutputStream out = Files.newOutputStream(part)) {
        backup.transferTo(out);
      }
      existing.copyAttributesTo(part);
      Restored restored = prepare(part);
      SqliteBackup.sync(part);
      existing.moveAside();
      Files.move(part, database, StandardCopyOption.ATOMIC_MOVE);
      SqliteBackup.sync(folder);
      return restored;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private Restored prepare(Path part) throws IOException {
    try (SqlConnection sql = SqliteFile.openCopy(part)) {
      DatabaseTimeline backup = BackupFile.check(part, sql, "not restored: the backup");
      sql.execute("BEGIN IMMEDIATE");
      DatabaseTimeline.renew(sql, start(backup));
      sql.execute("COMMIT");
      return new Restored(backup, DatabaseTimeline.of(sql).revision(), existing.aside());
    } catch (SQLException e) {
      throw SqliteErrors.translate("not restored: the backup cannot be read", e);
    }
  }

  /**
   * Returns a revision above all that clients may have seen, even from a lost database: the
   * microseconds since 1970, because no server makes a million changes per second.
   */
  private long start(DatabaseTimeline backup) {
    long newest = Math.max(backup.revision(), existing.revision());
    return Math.max(ChronoUnit.MICROS.between(Instant.EPOCH, now), newest + 1);
  }
}
