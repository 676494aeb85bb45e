package rollcall.server.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.api.history.Change.What;
import rollcall.server.Reports;
import rollcall.server.storage.Storage;
import rollcall.server.storage.StorageContract;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;
import rollcall.server.storage.change.ChangeEntry;
import rollcall.server.storage.change.CommitListener;
import rollcall.server.storage.roster.ContainerQuery;
import rollcall.server.storage.roster.PlacementQuery;
import rollcall.server.storage.roster.Reception;
import rollcall.server.storage.roster.RosterEntry;
import rollcall.server.storage.sql.SqlStorage;
import rollcall.server.storage.sql.connection.Backend;
import rollcall.server.storage.sql.connection.SqlConnection;
import rollcall.server.storage.sql.connection.Transaction;

class SqliteStorageTest extends StorageContract {
  private static final Instant T0 = Instant.parse("2026-11-20T12:00:00Z");

  @TempDir Path folder;

  @Override
  protected Storage open() {
    return open(Duration.ofSeconds(10));
  }

  private Storage open(Duration writeTimeout) {
    return open(folder.resolve("deep/er/rollcall.db"), writeTimeout);
  }

  private Storage open(Path file, Duration writeTimeout) {
    return new SqlStorage(
        new SqliteBackend(file, Duration.ofMillis(200)), clock, writeTimeout, CommitListener.NONE);
  }

  @Test
  void write_whileAnotherProgramHoldsTheLock_isRefused() throws Exception {
    try (Storage storage = open();
        Connection foreign = foreign();
        Statement statement = foreign.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");

      assertThatThrownBy(() -> storage.roster().report(Reports.full("a1", "web", T0), null))
          .isInstanceOfSatisfying(
              StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BUSY))
          .hasMessage("not written: the database is locked by another process");
      assertThat(storage.roster().find("a1").value()).isEmpty();

      statement.execute("ROLLBACK");
      assertThat(storage.roster().report(Reports.full("a1", "web", T0), null).value().isNew())
          .isTrue();
    }
  }

  /** After a failure, the driver leaves some statements broken permanently. */
  @Test
  void aReaderThatFailed_isNotReused() throws Exception {
    try (Backend backend = new SqliteBackend(folder.resolve("readers.db"), Duration.ofSeconds(1))) {
      SqlConnection first = reader(backend, true);
      assertThat(reader(backend, true)).isSameAs(first);
      assertThat(reader(backend, false)).isSameAs(first);
      assertThat(reader(backend, true)).isNotSameAs(first);
    }
  }

  private static SqlConnection reader(Backend backend, boolean succeeds) throws Exception {
    try (Transaction read = backend.readSingle()) {
      if (succeeds) {
        read.succeeded();
      }
      return read.sql();
    }
  }

  @Test
  void write_thatTimesOut_isWithdrawn() throws Exception {
    try (Storage storage = open(Duration.ofMillis(300));
        InterprocessLock lock = new InterprocessLock(folder.resolve("deep/er/rollcall.db"))) {
      InterprocessLock.Hold hold = lock.acquire();

      assertThatThrownBy(() -> storage.roster().report(Reports.full("a1", "web", T0), null))
          .hasMessage("not written: another process held the database's lock for 300 ms");

      hold.close();
      // Later in the queue: when this is written, the withdrawn one would have been written, too.
      storage.roster().report(Reports.full("b2", "db", T0), null);
      assertThat(storage.roster().find("a1").value()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM container WHERE id = 'a1'",
        "DELETE FROM container",
        "UPDATE container SET state = 'exited', exit_code = 9",
        "UPDATE container SET removed_at = 5, state = 'removed' WHERE id = 'b2'",
        "UPDATE container SET node = 'elsewhere'",
        "UPDATE container SET name = 'other', words = ''",
        "UPDATE container SET facts = '{}', kind = 'process' WHERE id = 'a1'",
        "UPDATE container SET service = NULL, slot = 7",
        "DELETE FROM placement",
        "DELETE FROM usage",
        "DELETE FROM node",
        "UPDATE node SET digest = 'd', run = 'x', sequence = 99, engine_id = NULL",
        "INSERT INTO container (id, name, image, node, kind, facts, words, timestamp, memory_usage,"
            + " cpu_usage, first_seen, last_seen) VALUES ('ghost', 'g', 'g', 'n1', 'container',"
            + " '{\"id\":\"ghost\"}', 'g', 1, 1, 1, 1, 1)",
      })
  void rowsThatWereFalsifiedAreMendedByTheNextList(String crime) throws Exception {
    try (Storage storage = open();
        Connection foreign = foreign();
        Statement statement = foreign.createStatement()) {
      Machine machine = new Machine("engine-1", "run-1", "n1");
      machine.put(storage, "a1", "b2");
      String before = rows(statement);
      assertThat(statement.executeUpdate(crime)).isPositive();

      assertThat(machine.put(storage, "a1", "b2")).isEqualTo(Reception.Verdict.TAKEN);

      assertThat(rows(statement)).isEqualTo(before);
      assertThat(storage.roster().list(ContainerQuery.first(9)).value())
          .extracting(RosterEntry::id)
          .containsExactly("a1", "b2");
      for (String id : List.of("a1", "b2")) {
        assertThat(
                storage
                    .roster()
                    .placements(PlacementQuery.ofContainer(id))
                    .value()
                    .get(0)
                    .endedAt())
            .isNull();
      }
      long revision = storage.changes().revision();
      machine.put(storage, "a1", "b2");
      assertThat(storage.changes().revision()).isEqualTo(revision);
    }
  }

  private static String rows(Statement statement) throws Exception {
    String sql =
        "SELECT group_concat(row, ';') FROM (SELECT json_array(id, engine_id, name, image, node,"
            + " service, task, slot, kind, state, health, image_digest, exit_code, oom_killed,"
            + " facts, words, removed_at) AS row FROM container WHERE id <> 'ghost' ORDER BY id)";
    try (ResultSet row = statement.executeQuery(sql)) {
      return row.getString(1);
    }
  }

  @Test
  void changes_ofUnknownTypes_keepTheirRevision() throws Exception {
    try (Storage storage = open();
        Connection newer = foreign();
        Statement statement = newer.createStatement()) {
      storage.roster().report(Reports.full("a1", "web", T0), null);
      storage.roster().report(Reports.full("b2", "db", T0), null);
      statement.execute("UPDATE change SET what = 'migrated' WHERE revision = 1");

      assertThat(storage.changes().after(0, 10))
          .extracting(ChangeEntry::what)
          .containsExactly(What.OTHER, What.APPEARED);
    }
  }

  @Test
  void open_concurrently_createsOneDatabase() {
    Path file = folder.resolve("race.db");
    var ids =
        java.util.stream.IntStream.range(0, 6)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> idOf(file)))
            .toList();

    assertThat(ids.stream().map(CompletableFuture::join).distinct()).hasSize(1);
  }

  private String idOf(Path file) {
    try (Storage storage = open(file, Duration.ofSeconds(2))) {
      return storage.status().value().id();
    }
  }

  @Test
  void open_acceptsANewerSchema() throws Exception {
    try (Connection foreign = foreign();
        Statement statement = foreign.createStatement()) {
      open().close();
      statement.execute("UPDATE meta SET value = '99' WHERE name = 'schema'");
    }

    try (Storage storage = open()) {
      assertThat(storage.status().value().schema()).isEqualTo(99);
      assertThat(storage.roster().report(Reports.full("a1", "web", T0), null).value().isNew())
          .isTrue();
    }
  }

  @Test
  void open_aFileThatIsNoDatabase_isRefused_andUnchanged() throws Exception {
    Path file = folder.resolve("letter.txt");
    Files.writeString(file, "Dear Sir or Madam, ".repeat(100));

    assertThatThrownBy(() -> idOf(file))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("cannot open the database")
        .hasMessageContaining("not a database");
    assertThat(Files.readString(file)).startsWith("Dear Sir or Madam, ");
  }

  @Test
  void synchronous_isFull() throws Exception {
    // Durability depends on these two; the driver ignores a wrong property name silently.
    try (SqlConnection writer =
        SqliteFile.at(folder.resolve("p.db"), Duration.ofSeconds(1)).openWriter()) {
      assertThat(writer.number("PRAGMA synchronous")).isEqualTo(2);
      try (ResultSet row = writer.bind("PRAGMA journal_mode").executeQuery()) {
        assertThat(row.getString(1)).isEqualTo("wal");
      }
    }
  }

  private Connection foreign() throws Exception {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("deep/er/rollcall.db"));
  }
}
