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
 * The file that a restore replaces, if there is one, held so that no process has it open. SQLite's
 * own locks say so truthfully, of processes of every version and in every container: a process that
 * has a database in WAL mode open holds a shared lock on it until it ends.
 */
final class ExistingDatabase implements AutoCloseable {
  /** Where SQLite's locks are: https://www.sqlite.org/fileformat2.html#the_lock_byte_page. */
  private static final long LOCK_BYTES = 0x40000000L;

  private static final long LOCK_SIZE = 512;

  private static final List<String> COMPANIONS = List.of("-wal", "-shm", "-journal");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path file;
  private final Path aside;
  private final @Nullable AutoCloseable hold;
  private final long revision;

  /** Without a hold: there is no such file. */
  private ExistingDatabase(Path file, Path aside, @Nullable AutoCloseable hold, long revision) {
    this.file = file;
    this.aside = aside;
    this.hold = hold;
    this.revision = revision;
  }

  /**
   * Takes hold of it. Call at the gate, where no other process opens it.
   *
   * @param overwrite whether it may have data, or be damaged
   * @throws InvalidException if it may not
   * @throws StorageException if a process has it open
   */
  static ExistingDatabase lock(Path file, boolean overwrite, Instant now) throws IOException {
    Path aside = beside(file, ".replaced-" + TIME.format(now));
    if (!Files.exists(file)) {
      return new ExistingDatabase(file, aside, null, 0);
    }
    try {
      return seizeReadable(file, aside, overwrite);
    } catch (SQLException e) {
      StorageException why = SqliteErrors.translate("reading it", e);
      if (why.reason() == Reason.BUSY) {
        throw inUse(file);
      }
      if (!overwrite) {
        throw new InvalidException(
            "not restored: what is at "
                + file
                + " is no whole database of Rollcall ("
                + why.getMessage()
                + "); --force replaces it");
      }
      return new ExistingDatabase(file, aside, lockDamaged(file), 0);
    }
  }

  private static ExistingDatabase seizeReadable(Path file, Path aside, boolean overwrite)
      throws SQLException {
    SqlConnection sql = SqliteFile.openAsItIs(file);
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

  /**
   * Leaving WAL mode takes the whole log into the file. It fails while another process has it open.
   */
  private static long lock(SqlConnection sql, Path file) throws SQLException {
    if (!sql.text("PRAGMA journal_mode = DELETE").equals("delete")) {
      throw inUse(file);
    }
    sql.execute("BEGIN EXCLUSIVE");
    return DatabaseTimeline.of(sql).revision();
  }

  /** The same locks, where SQLite itself cannot read the file. */
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

  /** Of its newest change; 0 where that cannot be read. */
  long revision() {
    return revision;
  }

  /** Where it will be; nothing where there is none. */
  Optional<Path> aside() {
    return Optional.ofNullable(hold).map(held -> aside);
  }

  /** The users that could use this file can use that one, also if root restores. */
  void giveAttributesTo(Path other) throws IOException {
    if (hold == null) {
      return;
    }
    PosixFileAttributes mine = view(file).readAttributes();
    PosixFileAttributes others = view(other).readAttributes();
    if (!others.group().equals(mine.group())) {
      view(other).setGroup(mine.group());
    }
    if (!others.owner().equals(mine.owner())) {
      view(other).setOwner(mine.owner());
    }
    view(other).setPermissions(mine.permissions());
  }

  private static PosixFileAttributeView view(Path path) {
    return Files.getFileAttributeView(path, PosixFileAttributeView.class);
  }

  /**
   * Keeps it under another name. A second link, so that at every moment there is a database under
   * its own. A log that was left behind must not be taken for the new file's.
   */
  void moveAside() throws IOException {
    if (hold != null) {
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
    if (hold instanceof SqlConnection sql) {
      sql.close();
    } else if (hold instanceof FileChannel channel) {
      channel.close();
    }
  }
}
