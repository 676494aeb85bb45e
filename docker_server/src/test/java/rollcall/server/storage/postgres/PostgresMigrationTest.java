package rollcall.server.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import rollcall.server.TestPostgres;
import rollcall.server.storage.sql.connection.Migrations;

/** The update of a database that servers of the release before still use. */
class PostgresMigrationTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** The schema of the release before. */
  private static final int PREVIOUS = 3;

  /** The reader has one table that the migration changes and then asks for another. */
  @Test
  void reads_duringAMigration_doNotFail() throws Exception {
    try (TestPostgres postgres = TestPostgres.withoutFsync()) {
      String database = postgres.newDatabase();
      try (Connection reader = DriverManager.getConnection(database)) {
        createPrevious(reader);
        reader.setAutoCommit(false);
        count(reader, "container");
        var migration = CompletableFuture.runAsync(() -> migrate(database));
        await().until(() -> isWaited(database));
        // PostgreSQL looks for a deadlock once, when a wait has lasted for one second.
        Thread.sleep(1100);

        assertThat(count(reader, "node")).isZero();
        assertThat(migration).isNotDone();
        reader.commit();
        assertThat(migration).succeedsWithin(TIMEOUT.multipliedBy(6));
        assertThat(count(reader, "node WHERE listed IS NULL")).isZero();
      }
    }
  }

  private static void createPrevious(Connection connection) throws Exception {
    execute(connection, "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)");
    for (int version = 1; version <= PREVIOUS; version++) {
      try (InputStream in =
          PostgresBackend.class.getResourceAsStream("schema-" + version + ".sql")) {
        execute(connection, new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    execute(connection, "INSERT INTO meta VALUES ('schema', '" + PREVIOUS + "')");
  }

  private static void migrate(String database) {
    PostgresAddress address = new PostgresAddress(database, null, null);
    try (PostgresBackend backend = new PostgresBackend(address, TIMEOUT, TIMEOUT)) {
      Migrations.run(backend);
    }
  }

  /** Whether a process waits for a table. */
  private static boolean isWaited(String database) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database)) {
      return count(connection, "pg_locks WHERE NOT granted AND locktype = 'relation'") > 0;
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long count(Connection connection, String from) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + from)) {
      row.next();
      return row.getLong(1);
    }
  }
}
