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

/** Opens connections to the file, all with the settings that its promises rest on. */
record SqliteFile(Path file, Duration busyTimeout) {
  // WAL needs shared memory and POSIX locks that work between processes: of one kernel only.
  private static final Set<String> REFUSED =
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

  // In KiB, as SQLite wants it: below 0.
  private static final int WRITER_CACHE = -8192;
  private static final int READER_CACHE = -2048;

  /** A search takes the words from the index alone, and the rows only where they match. */
  private static final Dialect DIALECT =
      new Dialect(
          "json_each(?)",
          "json_each(facts, '$.labels')",
          "(SELECT name, id, words FROM container INDEXED BY container_by_words)"
              + " CROSS JOIN (SELECT * FROM roster) USING (name, id)");

  /**
   * Makes the folder, and refuses a file system that would corrupt the file.
   *
   * @throws StorageException if file or folder cannot be used; the message says what to do
   */
  static SqliteFile at(Path file, Duration busyTimeout) {
    Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file);
    try {
      Files.createDirectories(folder);
      requireWritable(file, folder);
      String type = Files.getFileStore(folder).type().toLowerCase(Locale.ROOT);
      if (REFUSED.contains(type) || type.startsWith("fuse")) {
        throw unusable(
            file,
            "SQLite would corrupt it on " + type + "; put it on a local disk by " + ELSEWHERE);
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
      throw unusable(file, "it is a folder; name a file in it by " + ELSEWHERE);
    }
    if (!Files.isWritable(folder)) {
      throw unusable(
          file,
          "the folder "
              + folder
              + " is not writable; make it writable for this user or set ROLLCALL_DB");
    }
    // What was once done as root leaves files that are root's.
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

  /** Of the process: its files in /proc are its own. */
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
    // NORMAL would lose acknowledged commits at a power cut.
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout((int) busyTimeout.toMillis());
    // Or the driver asks for the last row's number after each INSERT, by a statement made for it.
    config.setGetGeneratedKeys(false);
    config.setPragma(SQLiteConfig.Pragma.MMAP_SIZE, "0");
    // A commit of another process empties a cache; the kernel keeps the pages for all connections.
    config.setCacheSize(queryOnly ? READER_CACHE : WRITER_CACHE);
    SqlConnection statements =
        new SqlConnection(config.createConnection("jdbc:sqlite:" + file), DIALECT);
    if (queryOnly) {
      statements.execute("PRAGMA query_only = 1");
    }
    return statements;
  }

  /** A copy that no other process uses: it stays one file. */
  static SqlConnection openCopy(Path copy) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.DELETE);
    config.setSynchronous(SynchronousMode.FULL);
    return new SqlConnection(config.createConnection("jdbc:sqlite:" + copy), DIALECT);
  }

  /** Whatever is there, left as it is. */
  static SqlConnection openAsItIs(Path file) throws SQLException {
    return new SqlConnection(new SQLiteConfig().createConnection("jdbc:sqlite:" + file), DIALECT);
  }
}
