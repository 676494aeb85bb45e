package rollcall.server.storage.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;

/**
 * Brings the schema up to date, in one transaction: of several processes that start at once, the
 * first does it and the others find it done. The file's user_version is the schema's version. A
 * newer one is welcome: migrations only add, and an old server may still run during an update.
 */
final class Migrations {
  /** The newest schema that this code knows. */
  static final int NEWEST = 3;

  private Migrations() {}

  static void run(Statements writer) throws SQLException, IOException {
    writer.bind("BEGIN IMMEDIATE").execute();
    try {
      for (long version = version(writer) + 1; version <= NEWEST; version++) {
        for (String statement : script(version).split(";\\s*\n", -1)) {
          if (!statement.isBlank()) {
            writer.bind(statement).execute();
          }
        }
        if (version == 1) {
          writer.update("INSERT INTO meta VALUES ('database_id', ?)", UUID.randomUUID().toString());
        }
        writer.bind("PRAGMA user_version = " + version).execute();
      }
      writer.bind("COMMIT").execute();
    } catch (SQLException | IOException e) {
      writer.bind("ROLLBACK").execute();
      throw e;
    }
  }

  static long version(Statements statements) throws SQLException {
    return statements.number("PRAGMA user_version");
  }

  private static String script(long version) throws IOException {
    String name = "schema-" + version + ".sql";
    try (InputStream in =
        Objects.requireNonNull(Migrations.class.getResourceAsStream(name), name)) {
      String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return script.replaceAll("(?m)^--.*\n", "");
    }
  }
}
