package rollcall.server.storage.sql.connection;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;

/**
 * Migrates the schema, in one transaction: if several processes start concurrently, the first one
 * migrates and the others find nothing to do. A newer schema is accepted: migrations only add, and
 * an old server may still run during a rolling update. Its reads go first: a migration that cannot
 * change a table because of them is rolled back and tried again.
 */
public final class Migrations {
  /** The newest schema that this code knows. */
  public static final int NEWEST = 5;

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private Migrations() {}

  /** Migrates with the database's own clock. */
  public static String run(Backend backend) {
    return run(backend, backend.time(Clock.systemUTC()));
  }

  /**
   * Migrates and returns the database's id.
   *
   * @throws StorageException if the database cannot be used; the message states how to fix it
   */
  public static String run(Backend backend, DatabaseTime time) {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    try {
      while (true) {
        try {
          return attempt(backend, time);
        } catch (SQLException e) {
          if (!backend.isLockTimeout(e) || System.nanoTime() > end) {
            throw backend.translate("cannot open the database", e);
          }
        }
        // Random, so that it does not coincide with reads at regular times.
        Thread.sleep(ThreadLocalRandom.current().nextLong(100, 500));
      }
    } catch (IOException | InterruptedException e) {
      throw new StorageException(Reason.BROKEN, "cannot open the database: " + e.getMessage(), e);
    }
  }

  private static String attempt(Backend backend, DatabaseTime time)
      throws SQLException, IOException, InterruptedException {
    try (Transaction transaction = backend.migrate()) {
      migrate(transaction.sql(), backend, time);
      String id = Meta.get(transaction.sql(), Meta.DATABASE_ID).orElseThrow();
      transaction.commit();
      return id;
    }
  }

  private static void migrate(SqlConnection writer, Backend backend, DatabaseTime time)
      throws SQLException, IOException {
    writer.execute("CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)");
    Meta.addIfAbsent(writer, Meta.DATABASE_ID, UUID.randomUUID().toString());
    boolean isNew = version(writer) == 0;
    for (long version = version(writer) + 1; version <= NEWEST; version++) {
      for (String statement : script(backend, version).split(";\\s*\n", -1)) {
        if (!statement.isBlank()) {
          writer.execute(statement);
        }
      }
      Meta.set(writer, Meta.SCHEMA, String.valueOf(version));
    }
    if (isNew) {
      Meta.set(writer, Meta.CREATED, String.valueOf(time.read(writer).now()));
    }
  }

  public static long version(SqlConnection reader) throws SQLException {
    return Meta.number(reader, Meta.SCHEMA);
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
