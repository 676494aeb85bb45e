package rollcall.server;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import rollcall.server.storage.sql.connection.Backend;
import rollcall.server.storage.sqlite.SqliteBackend;

class HousekeepingSqliteTest extends HousekeepingContract {
  @TempDir Path folder;

  @Override
  Backend backend() {
    return new SqliteBackend(folder.resolve("rollcall.db"), Duration.ofMillis(100));
  }

  @Override
  Connection foreign() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("rollcall.db"));
  }

  @Override
  String lock() {
    return "BEGIN IMMEDIATE";
  }
}
