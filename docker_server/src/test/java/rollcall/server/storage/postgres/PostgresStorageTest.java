package rollcall.server.storage.postgres;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import rollcall.server.TestPostgres;
import rollcall.server.storage.CommitListener;
import rollcall.server.storage.Storage;
import rollcall.server.storage.StorageContract;
import rollcall.server.storage.sql.SqlStorage;

class PostgresStorageTest extends StorageContract {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static TestPostgres postgres;
  private String url;

  @BeforeAll
  static void start() {
    postgres = new TestPostgres();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Override
  protected Storage open() {
    if (url == null) {
      url = postgres.newDatabase();
    }
    return open(url);
  }

  private Storage open(String database) {
    PostgresAddress address = new PostgresAddress(database, null, null);
    return new SqlStorage(
        new PostgresBackend(address, TIMEOUT, TIMEOUT), clock, TIMEOUT, CommitListener.NONE);
  }
}
