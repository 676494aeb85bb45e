package rollcall.server.storage.sql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;

/**
 * Brings the schema up to date, in one transaction: of several processes that start at once, the
 * first does it and the others find it done. A newer schema is welcome: migrations only add, and an
 * old server may still run during an update.
 */
final class Migrations {
  /** The newest schema that this code knows. */
  static final int NEWEST = 2;

  private Migrations() {}

  static void run(Statements writer, Backend backend) throws SQLException, IOException {
    writer.execute("CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)");
    Meta.addIfAbsent(writer, Meta.DATABASE_ID, UUID.randomUUID().toString());
    for (long version = version(writer) + 1; version <= NEWEST; version++) {
      for (String statement : script(backend, version).split(";\\s*\n", -1)) {
        if (!statement.isBlank()) {
          writer.execute(statement);
        }
      }
      Meta.set(writer, Meta.SCHEMA, String.valueOf(version));
    }
  }

  static long version(Statements statements) throws SQLException {
    return Meta.number(statements, Meta.SCHEMA);
  }

  private static String script(Backend backend, long version) throws IOException {
    String name = "schema-" + version + ".sql";
    try (InputStream in =
        Objects.requireNonNull(backend.getClass().getResourceAsStream(name), name)) {
      String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return script.replaceAll("(?m)^--.*\n", "");
    }
  }
}
