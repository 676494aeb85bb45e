package rollcall.server.storage.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;
import rollcall.server.storage.sql.connection.Dialect;
import rollcall.server.storage.sql.connection.SqlConnection;

/** Opens connections to the file, with the settings that durability and isolation require. */
record SqliteFile(Path file, Duration busyTimeout) {
  // WAL needs shared memory and POSIX locks between processes, which network file systems lack.
  private static final Set<String> UNSUPPORTED =
      Set.of(
          "nfs",
          "nfs4",
          "cifs",
          "smb",
          "smb2",
          "smb3",
          "smbfs",
          "9p",
          "virtiofs",
          "vboxsf",
          "ceph");

  static final String ELSEWHERE = "ROLLCALL_DB=jdbc:sqlite:/path/to/rollcall.db";

  // Negative: SQLite's unit is then KiB instead of pages.
  private static final int WRITER_CACHE = -8192;
  private static final int READER_CACHE = -2048;

  /** Searches the covering index, and reads the rows only of matches. */
  private static final Dialect DIALECT =
      new Dialect(
          "json_each(?)",
          "json_each(facts, '$.labels')",
          "(SELECT name, id, words FROM container INDEXED BY container_by_words)"
              + " CROSS JOIN (SELECT * FROM roster) USING (name, id)");

  /**
   * Creates the folder; refuses file systems that would corrupt the file.
   *
   * @throws StorageException if file or folder cannot be used; the message states how to fix it
   */
  static SqliteFile at(Path file, Duration busyTimeout) {
    Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file);
    try {
      Files.createDirectories(folder);
      requireWritable(file, folder);
      String type = Files.getFileStore(folder).type().toLowerCase(Locale.ROOT);
      if (UNSUPPORTED.contains(type) || type.startsWith("fuse")) {
        throw unusable(
            file,
            "SQLite would corrupt it on " + type + "; put it on a local disk with " + ELSEWHERE);
      }
    } catch (IOException e) {
      throw new StorageException(
          Reason.BROKEN,
          "cannot open the database "
              + file
              + ": the folder "
              + folder
              + " cannot be used ("
              + e
              + "); set "
              + ELSEWHERE,
          e);
    }
    DriverLibrary.prepare(folder);
    return new SqliteFile(file, busyTimeout);
  }

  private static void requireWritable(Path file, Path folder) throws IOException {
    if (Files.isDirectory(file)) {
      throw unusable(file, "it is a folder; name a file in it with " + ELSEWHERE);
    }
    if (!Files.isWritable(folder)) {
      throw unusable(
          file,
          "the folder "
              + folder
              + " is not writable; make it writable for this user or set ROLLCALL_DB");
    }
    // A command that once ran as root leaves files owned by root.
    for (String suffix : List.of("", "-wal", "-shm", ".gate")) {
      Path part = file.resolveSibling(file.getFileName() + suffix);
      if (Files.exists(part) && !(Files.isReadable(part) && Files.isWritable(part))) {
        throw unusable(
            file,
            "%s belongs to %s, and this program runs as %s; as root: chown %s '%s'*"
                .formatted(part, Files.getOwner(part), user(), user(), file));
      }
    }
  }

  /** The process's effective user, who owns its entry in /proc. */
  private static String user() throws IOException {
    Path self = Path.of("/proc/self");
    return Files.exists(self) ? Files.getOwner(self).getName() : System.getProperty("user.name");
  }

  private static StorageException unusable(Path file, String why) {
    return new StorageException(Reason.BROKEN, "cannot open the database " + file + ": " + why);
  }

  SqlConnection openWriter() throws SQLException {
    return open(false);
  }

  SqlConnection openReader() throws SQLException {
    return open(true);
  }

  private SqlConnection open(boolean queryOnly) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    // NORMAL could lose acknowledged commits at a power cut.
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout((int) busyTimeout.toMillis());
    // Otherwise the driver runs an additional SELECT for the row id after each INSERT.
    config.setGetGeneratedKeys(false);
    config.setPragma(SQLiteConfig.Pragma.MMAP_SIZE, "0");
    // Small: another process's commit invalidates it, and the kernel caches the pages anyway.
    config.setCacheSize(queryOnly ? READER_CACHE : WRITER_CACHE);
    SqlConnection connection =
        new SqlConnection(config.createConnection("jdbc:sqlite:" + file), DIALECT);
    if (queryOnly) {
      connection.execute("PRAGMA query_only = 1");
    }
    return connection;
  }

  /** Opens a copy that no other process uses, without WAL: it stays a single file. */
  static SqlConnection openCopy(Path copy) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.DELETE);
    config.setSynchronous(SynchronousMode.FULL);
    return new SqlConnection(config.createConnection("jdbc:sqlite:" + copy), DIALECT);
  }

  /** Opens an existing file of any journal mode, without changing it. */
  static SqlConnection openUnchanged(Path file) throws SQLException {
    return new SqlConnection(new SQLiteConfig().createConnection("jdbc:sqlite:" + file), DIALECT);
  }
}
