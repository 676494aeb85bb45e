package rollcall.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import rollcall.server.storage.postgres.PostgresAddress;
import rollcall.server.storage.postgres.PostgresBackend;
import rollcall.server.storage.sql.connection.Backend;

class HousekeepingPostgresTest extends HousekeepingContract {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private static TestPostgres postgres;
  private String database;

  @BeforeAll
  static void start() {
    postgres = new TestPostgres();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @BeforeEach
  @Override
  void open() {
    database = postgres.newDatabase();
    super.open();
  }

  @Override
  Backend backend() {
    return new PostgresBackend(new PostgresAddress(database, null, null), TIMEOUT, TIMEOUT);
  }

  @Override
  Connection foreign() throws SQLException {
    return DriverManager.getConnection(database);
  }

  @Override
  String lock() {
    return "BEGIN; SELECT pg_advisory_xact_lock(x'526f6c6c63616c6c'::bigint)";
  }
}
