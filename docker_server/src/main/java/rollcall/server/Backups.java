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

/** The commands {@code rollcall backup} and {@code rollcall restore}; {@code -} is a pipe. */
final class Backups {
  private Backups() {}

  /** A file appears when it is whole and checked; only its owner may read it. */
  static void backUp(String file, Database database, boolean overwrite) throws IOException {
    Path source = sqlite(database, "not backed up");
    if (!Files.exists(source)) {
      throw new InvalidException(
          "not backed up: there is no database " + source + "; ROLLCALL_DB says which");
    }
    long start = System.nanoTime();
    try (OutputFile out = OutputFile.of(file, overwrite, "not backed up")) {
      DatabaseTimeline held = SqliteBackup.write(source, out.path());
      long bytes = Files.size(out.path());
      out.publish();
      say("backed up " + source + " at revision " + held.revision(), bytes, start);
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
      say(
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
                      "rollcall: what was there is kept as "
                          + aside
                          + "; delete it when all is well"));
    }
  }

  private static Path sqlite(Database database, String what) {
    if (database instanceof Database.Sqlite sqlite) {
      return sqlite.file();
    }
    throw new InvalidException(
        what
            + ": this command copies SQLite's file; a PostgreSQL is backed up by its own pg_dump, or"
            + " by `rollcall export`, which `rollcall import` reads");
  }

  private static void say(String what, long bytes, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    System.err.println(
        String.format(
            Locale.ROOT, "rollcall: %s: %.1f MiB in %.1f s", what, bytes / 1048576.0, seconds));
  }
}
