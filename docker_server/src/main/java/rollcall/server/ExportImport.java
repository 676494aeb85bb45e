package rollcall.server;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import rollcall.common.InvalidException;
import rollcall.server.storage.sql.connection.Backend;
import rollcall.server.storage.transfer.Export;
import rollcall.server.storage.transfer.Import;

/** The commands {@code export} and {@code import}; {@code -} is standard output or input. */
final class ExportImport {
  /** Long, because a pipe may be slow, and no other work needs these connections. */
  private static final Duration TIMEOUT = Duration.ofHours(1);

  private ExportImport() {}

  /** Writes an export; see {@link OutputFile}. */
  static void exportTo(String file, Database database, boolean overwrite) throws IOException {
    if (database instanceof Database.Sqlite sqlite && !Files.exists(sqlite.file())) {
      throw new InvalidException(
          "not exported: the database " + sqlite.file() + ", set by ROLLCALL_DB, does not exist");
    }
    long rows;
    try (Backend backend = database.open(TIMEOUT)) {
      if (file.equals("-")) {
        rows = write(backend, new FileOutputStream(FileDescriptor.out));
      } else {
        try (OutputFile out = OutputFile.of(file, overwrite, "not exported")) {
          rows = write(backend, new FileOutputStream(out.path().toFile()));
          out.publish();
        }
      }
    }
    System.err.println("rollcall: exported " + rows + " rows of " + database.describe());
  }

  private static long write(Backend backend, FileOutputStream stream) throws IOException {
    try (Writer out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8))) {
      return Export.run(backend, out);
    }
  }

  static void importFrom(String file, Database database, boolean overwrite) throws IOException {
    FileInputStream stream =
        file.equals("-") ? new FileInputStream(FileDescriptor.in) : new FileInputStream(file);
    long rows;
    try (BufferedReader in =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        Backend backend = database.open(TIMEOUT)) {
      rows = Import.run(backend, in, overwrite);
    }
    System.err.println("rollcall: imported " + rows + " rows into " + database.describe());
  }
}
