package rollcall.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.api.container.Report;
import rollcall.api.container.State;
import rollcall.api.node.Heartbeat;
import rollcall.api.node.NodeReport;
import rollcall.api.node.SwarmSnapshot;
import rollcall.api.status.LoggedRequest;
import rollcall.common.InvalidException;
import rollcall.server.Reports;
import rollcall.server.TestPostgres;
import rollcall.server.storage.change.CommitListener;
import rollcall.server.storage.change.PrunedException;
import rollcall.server.storage.postgres.PostgresAddress;
import rollcall.server.storage.postgres.PostgresBackend;
import rollcall.server.storage.roster.ContainerQuery;
import rollcall.server.storage.roster.PlacementQuery;
import rollcall.server.storage.sql.SqlStorage;
import rollcall.server.storage.sql.connection.Backend;
import rollcall.server.storage.sqlite.SqliteBackend;
import rollcall.server.storage.transfer.Export;
import rollcall.server.storage.transfer.Import;
import rollcall.server.storage.variable.VariableCondition;
import rollcall.server.storage.variable.VariableWrite;

/** Exports from one kind of database, imports into the other, and back. */
class ExportImportTest {
  private static final Instant T0 = Instant.parse("2026-11-20T12:00:00Z");
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static TestPostgres postgres;
  private final TestClock clock = new TestClock(T0);
  @TempDir Path folder;

  @BeforeAll
  static void start() {
    postgres = new TestPostgres();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  void aRoundTripIsIdentical() throws Exception {
    String there = postgres.newDatabase();
    fill();
    String first;
    try (Backend sqlite = sqlite("first.db");
        Backend other = postgres(there)) {
      first = export(sqlite);
      assertThat(importTo(other, first, false)).isEqualTo(first.lines().count() - 1);
      assertThat(export(other)).isEqualTo(first);
    }
    try (Backend other = postgres(there);
        Backend back = sqlite("back.db")) {
      importTo(back, export(other), false);
      assertThat(export(back)).isEqualTo(first);
    }

    ContainerQuery everything =
        new ContainerQuery(ContainerQuery.Criteria.NONE, true, null, null, 100);
    PlacementQuery web = PlacementQuery.ofService("shop_web");
    try (Storage before = storage(sqlite("first.db"));
        Storage between = storage(postgres(there));
        Storage after = storage(sqlite("back.db"))) {
      for (Storage copy : List.of(between, after)) {
        assertThat(copy.roster().list(everything)).isEqualTo(before.roster().list(everything));
        assertThat(copy.nodes().list()).isEqualTo(before.nodes().list());
        assertThat(copy.nodes().services()).isEqualTo(before.nodes().services());
        assertThat(copy.roster().placements(web)).isEqualTo(before.roster().placements(web));
        assertThat(copy.variables().list("", 9)).isEqualTo(before.variables().list("", 9));
        assertThat(copy.variables().history("color"))
            .isEqualTo(before.variables().history("color"));
        assertThat(copy.requestLog().newest(T0, 9)).isEqualTo(before.requestLog().newest(T0, 9));
        assertThat(copy.changes().after(10, 1000)).isEqualTo(before.changes().after(10, 1000));
        assertThatThrownBy(() -> copy.changes().after(0, 1)).isInstanceOf(PrunedException.class);
        // A copy has another id: two servers on the copies must not look like one.
        assertThat(copy.status().value().id()).isNotEqualTo(before.status().value().id());
        assertThat(copy.roster().report(Reports.full("new", "new", T0), null).revision())
            .isEqualTo(before.changes().revision() + 1);
      }
    }
  }

  /** Fills all tables, with all kinds of values and with nulls. */
  private void fill() {
    try (Storage storage = storage(sqlite("first.db"))) {
      SwarmSnapshot swarm =
          new SwarmSnapshot(
              List.of(new SwarmSnapshot.Member("n1", "10.0.0.1", "manager", "active", "ready")),
              List.of(new SwarmSnapshot.Service("shop_web", "replicated", 3)));
      for (int i = 0; i < 30; i++) {
        clock.advance(Duration.ofSeconds(1));
        storage
            .roster()
            .report(Reports.full("busy", "bu\"sy \\ ü€😀", clock.instant()), "1732138163");
      }
      while (storage.prune(new Retention(10, 100, 20, Duration.ofDays(1))) > 0) {}
      storage.roster().report(Report.process("process-1@n1", "shell", "n1", T0, 1e-7, 0), null);
      storage.roster().report(Report.basic("b1", "basic", "x", T0.plusNanos(1), 99, 1e5), null);
      Report paused =
          Reports.full("p1", "paused", T0, "n1", State.PAUSED, 7, Map.of("a.b", "c", "d", ""));
      storage
          .nodes()
          .report(
              "n1",
              new NodeReport(
                  T0,
                  "0.1.0",
                  null,
                  null,
                  List.of(Reports.full("a1", "web", T0), paused),
                  List.of(Reports.ended("e1", "web", T0, 137)),
                  "digest",
                  swarm));
      Map<String, Heartbeat.Usage> usage = Map.of("a1", new Heartbeat.Usage(33.0, 0.75));
      storage.nodes().heartbeat("n1", new Heartbeat(clock.instant(), "digest", usage));
      storage.nodes().left("n1", rollcall.api.node.Sender.UNKNOWN);
      VariableCondition always = current -> true;
      storage
          .variables()
          .write(new VariableWrite("color", "red\n\"ü\" 🐳", "alice", always, "key-1"));
      storage.variables().write(new VariableWrite("size", "", "bob", always, null));
      storage.variables().write(new VariableWrite("color", null, "bob", always, null));
      storage
          .requestLog()
          .add(
              List.of(
                  new LoggedRequest(T0, "a", "GET", "/", 200, 0.5, "server.1@n1"),
                  new LoggedRequest(T0, "b", "PUT", "/x", 503, 12, "server.1@n1")),
              100);
      storage
          .replicas()
          .register(
              new rollcall.api.status.Status.Replica(
                  "server.1@n1", "0.1.0", T0, clock.instant(), null));
    }
  }

  @Test
  void import_intoADatabaseThatIsNotEmpty_isRefusedUnlessForced() throws Exception {
    fill();
    try (Backend sqlite = sqlite("first.db");
        Backend other = postgres(postgres.newDatabase())) {
      String whole = export(sqlite);
      importTo(other, whole, false);

      assertThatThrownBy(() -> importTo(other, whole, false))
          .isInstanceOf(InvalidException.class)
          .hasMessage("not imported: the database is not empty; --force replaces its data");
      importTo(other, whole, true);
      assertThat(export(other)).isEqualTo(whole);
    }
  }

  @Test
  void import_ofADamagedExport_changesNothing() throws Exception {
    fill();
    String there = postgres.newDatabase();
    storage(postgres(there)).close();
    try (Backend sqlite = sqlite("first.db");
        Backend empty = postgres(there)) {
      String whole = export(sqlite);
      String nothing = export(empty);
      String cut = whole.substring(0, whole.lastIndexOf('\n', whole.length() - 2) + 1);
      refused(empty, cut, "rows of request, the file has 1; the file is truncated or was changed");
      refused(
          empty,
          whole.substring(0, whole.length() - 9),
          "line " + whole.lines().count() + " is not a row of an export");
      refused(empty, "", "line 1 is not the header of an export");
      refused(empty, "{\"a\":1}\n", "line 1 is not the header of an export");
      refused(empty, whole.replace("_export\":1", "_export\":9"), "the file has format version 9");
      refused(empty, whole.replace("\"slot\"", "\"slot) --\""), "has columns that this version");
      refused(empty, whole.replace("{\"report\"", "{\"x; y\""), "is of a table that this version");
      assertThat(export(empty)).isEqualTo(nothing);
    }
  }

  /** The author of a new table must decide whether exports contain it. */
  @Test
  void export_hasAllTables() throws Exception {
    String carried;
    storage(sqlite("first.db")).close();
    try (Backend sqlite = sqlite("first.db")) {
      carried = export(sqlite).lines().findFirst().orElseThrow();
    }
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("first.db"));
        ResultSet tables =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT name FROM sqlite_master WHERE type = 'table'"
                        + " AND name NOT IN ('revision', 'replica')")) {
      while (tables.next()) {
        assertThat(carried).contains("\"" + tables.getString(1) + "\":");
      }
    }
  }

  @Test
  void export_ofAnOlderSchema_doesNotMigrate() throws Exception {
    fill();
    sql("DROP TABLE var_change; DROP TABLE var; UPDATE meta SET value = '2' WHERE name = 'schema'");

    String old;
    try (Backend backend = sqlite("first.db")) {
      old = export(backend);
    }

    assertThat(old).contains("{\"container\":{").doesNotContain("var_change");
    assertThat(text("SELECT value FROM meta WHERE name = 'schema'")).isEqualTo("2");
    try (Backend other = postgres(postgres.newDatabase())) {
      importTo(other, old, false);
      assertThat(export(other)).contains("\"var\":0,\"var_change\":0");
    }
  }

  @Test
  void export_ofAnotherProgramsDatabase_isRefused() throws Exception {
    try (Backend backend = sqlite("other.db")) {
      assertThatThrownBy(() -> export(backend))
          .isInstanceOf(InvalidException.class)
          .hasMessageContaining("the database set by ROLLCALL_DB has no Rollcall tables");
    }
  }

  /** Its revisions belong to another history: clients must reload. */
  @Test
  void import_givesTheDatabaseANewId() throws Exception {
    fill();
    String before = text("SELECT value FROM meta WHERE name = 'database_id'");
    try (Backend backend = sqlite("first.db")) {
      importTo(backend, export(backend), true);
    }
    assertThat(text("SELECT value FROM meta WHERE name = 'database_id'"))
        .isNotEqualTo(before)
        .hasSameSizeAs(before);
  }

  private void sql(String statements) throws Exception {
    try (Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("first.db"))) {
      for (String statement : statements.split("; ", -1)) {
        connection.createStatement().execute(statement);
      }
    }
  }

  private String text(String query) throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("first.db"));
        ResultSet row = connection.createStatement().executeQuery(query)) {
      return row.getString(1);
    }
  }

  private static void refused(Backend backend, String text, String why) {
    assertThatThrownBy(() -> importTo(backend, text, false))
        .isInstanceOf(InvalidException.class)
        .hasMessageStartingWith("not imported: ")
        .hasMessageContaining(why);
  }

  private static String export(Backend backend) throws IOException {
    StringWriter out = new StringWriter();
    Export.run(backend, out);
    return out.toString();
  }

  private static long importTo(Backend backend, String text, boolean overwrite) throws IOException {
    return Import.run(backend, new BufferedReader(new StringReader(text)), overwrite);
  }

  private Storage storage(Backend backend) {
    return new SqlStorage(backend, clock, TIMEOUT, CommitListener.NONE);
  }

  private Backend sqlite(String name) {
    return new SqliteBackend(folder.resolve(name), Duration.ofMillis(200));
  }

  private static Backend postgres(String database) {
    return new PostgresBackend(new PostgresAddress(database, null, null), TIMEOUT, TIMEOUT);
  }
}
