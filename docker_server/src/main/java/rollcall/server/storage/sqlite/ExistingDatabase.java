package rollcall.server.storage.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rollcall.common.InvalidException;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;
import rollcall.server.storage.sql.connection.SqlConnection;
import rollcall.server.storage.transfer.DatabaseTimeline;

/**
 * The database file that a restore replaces, if it exists, locked so that no process has it open.
 * It uses SQLite's own locks, which work across versions and containers: a process that has a
 * database in WAL mode open holds a shared lock on it until it exits.
 */
final class ExistingDatabase implements AutoCloseable {
  /** Offset of SQLite's locks: https://www.sqlite.org/fileformat2.html#the_lock_byte_page. */
  private static final long LOCK_BYTES = 0x40000000L;

  private static final long LOCK_SIZE = 512;

  private static final List<String> COMPANIONS = List.of("-wal", "-shm", "-journal");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path file;
  private final Path aside;
  private final @Nullable AutoCloseable lock;
  private final long revision;

  /** A null {@code lock} means that the file does not exist. */
  private ExistingDatabase(Path file, Path aside, @Nullable AutoCloseable lock, long revision) {
    this.file = file;
    this.aside = aside;
    this.lock = lock;
    this.revision = revision;
  }

  /**
   * Locks it. The caller holds the {@link InterprocessLock}, so that no other process opens it.
   *
   * @param overwrite whether a database with data, or a damaged one, may be replaced
   * @throws InvalidException if it has data or is damaged, and {@code overwrite} is false
   * @throws StorageException if a process has it open
   */
  static ExistingDatabase lock(Path file, boolean overwrite, Instant now) throws IOException {
    Path aside = beside(file, ".replaced-" + TIME.format(now));
    if (!Files.exists(file)) {
      return new ExistingDatabase(file, aside, null, 0);
    }
    try {
      return lockReadable(file, aside, overwrite);
    } catch (SQLException e) {
      StorageException why = SqliteErrors.translate("reading it", e);
      if (why.reason() == Reason.BUSY) {
        throw inUse(file);
      }
      if (!overwrite) {
        throw new InvalidException(
            "not restored: "
                + file
                + " is not an intact Rollcall database ("
                + why.getMessage()
                + "); --force replaces it");
      }
      return new ExistingDatabase(file, aside, lockDamaged(file), 0);
    }
  }

  private static ExistingDatabase lockReadable(Path file, Path aside, boolean overwrite)
      throws SQLException {
    SqlConnection sql = SqliteFile.openUnchanged(file);
    try {
      long revision = lock(sql, file);
      if (revision > 0 && !overwrite) {
        throw new InvalidException(
            "not restored: the database " + file + " is not empty; --force replaces it");
      }
      return new ExistingDatabase(file, aside, sql, revision);
    } catch (SQLException | RuntimeException e) {
      sql.close();
      throw e;
    }
  }

  /** Leaves WAL mode: checkpoints the log, and fails while another process has the file open. */
  private static long lock(SqlConnection sql, Path file) throws SQLException {
    if (!sql.text("PRAGMA journal_mode = DELETE").equals("delete")) {
      throw inUse(file);
    }
    sql.execute("BEGIN EXCLUSIVE");
    return DatabaseTimeline.of(sql).revision();
  }

  /** Takes the same locks on a file that SQLite cannot read. */
  @SuppressWarnings("MustBeClosed")
  private static FileChannel lockDamaged(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (channel.tryLock(LOCK_BYTES, LOCK_SIZE, false) == null) {
      channel.close();
      throw inUse(file);
    }
    return channel;
  }

  static StorageException inUse(Path file) {
    return new StorageException(
        Reason.BUSY,
        "not restored: a process has the database "
            + file
            + " open; stop all servers, like `docker service scale rollcall_server=0`");
  }

  /** The revision of its newest change; 0 if it cannot be read. */
  long revision() {
    return revision;
  }

  /** The path to which {@link #moveAside} moves it; empty if there is no file. */
  Optional<Path> aside() {
    return Optional.ofNullable(lock).map(existing -> aside);
  }

  /** Copies owner, group and permissions to its replacement, which root may have created. */
  void copyAttributesTo(Path replacement) throws IOException {
    if (lock == null) {
      return;
    }
    PosixFileAttributes existing = view(file).readAttributes();
    PosixFileAttributes created = view(replacement).readAttributes();
    if (!created.group().equals(existing.group())) {
      view(replacement).setGroup(existing.group());
    }
    if (!created.owner().equals(existing.owner())) {
      view(replacement).setOwner(existing.owner());
    }
    view(replacement).setPermissions(existing.permissions());
  }

  private static PosixFileAttributeView view(Path path) {
    return Files.getFileAttributeView(path, PosixFileAttributeView.class);
  }

  /**
   * Adds a second name by a hard link, so that a database exists under the first one at all times.
   * Moves leftover logs, which SQLite would otherwise apply to the new file.
   */
  void moveAside() throws IOException {
    if (lock != null) {
      Files.createLink(aside, file);
    }
    for (String companion : COMPANIONS) {
      Path left = beside(file, companion);
      if (Files.exists(left)) {
        Files.move(left, beside(aside, companion));
      }
    }
  }

  private static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  @Override
  public void close() throws IOException {
    if (lock instanceof SqlConnection sql) {
      sql.close();
    } else if (lock instanceof FileChannel channel) {
      channel.close();
    }
  }
}
