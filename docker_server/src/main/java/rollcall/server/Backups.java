package rollcall.server;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import rollcall.common.InvalidException;
import rollcall.server.storage.sqlite.SqliteBackup;
import rollcall.server.storage.sqlite.SqliteRestore;
import rollcall.server.storage.transfer.DatabaseTimeline;

/** The commands {@code backup} and {@code restore}; {@code -} is standard output or input. */
final class Backups {
  private Backups() {}

  /** Writes and checks a backup; see {@link OutputFile}. */
  static void backUp(String file, Database database, boolean overwrite) throws IOException {
    Path source = sqlite(database, "not backed up");
    if (!Files.exists(source)) {
      throw new InvalidException(
          "not backed up: the database " + source + ", set by ROLLCALL_DB, does not exist");
    }
    long start = System.nanoTime();
    try (OutputFile out = OutputFile.of(file, overwrite, "not backed up")) {
      DatabaseTimeline timeline = SqliteBackup.write(source, out.path());
      long bytes = Files.size(out.path());
      out.publish();
      print("backed up " + source + " at revision " + timeline.revision(), bytes, start);
    }
  }

  static void restore(String file, Database database, boolean overwrite) throws IOException {
    Path target = sqlite(database, "not restored");
    boolean isPipe = file.equals("-");
    if (!isPipe && Files.exists(target) && Files.isSameFile(Path.of(file), target)) {
      throw new InvalidException("not restored: " + file + " is the database itself");
    }
    long start = System.nanoTime();
    try (InputStream in =
        isPipe ? new FileInputStream(FileDescriptor.in) : new FileInputStream(file)) {
      SqliteRestore.Restored done = SqliteRestore.run(in, target, overwrite, Instant.now());
      print(
          "restored "
              + target
              + " as of revision "
              + done.backup().revision()
              + ", now "
              + done.revision(),
          Files.size(target),
          start);
      done.aside()
          .ifPresent(
              aside ->
                  System.err.println(
                      "rollcall: the replaced database is kept as "
                          + aside
                          + "; delete it once the restored one is verified"));
    }
  }

  private static Path sqlite(Database database, String what) {
    if (database instanceof Database.Sqlite sqlite) {
      return sqlite.file();
    }
    throw new InvalidException(
        what
            + ": this command supports SQLite only; back up PostgreSQL with pg_dump, or use"
            + " `rollcall export` and `rollcall import`");
  }

  private static void print(String what, long bytes, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    System.err.println(
        String.format(
            Locale.ROOT, "rollcall: %s: %.1f MiB in %.1f s", what, bytes / 1048576.0, seconds));
  }
}
