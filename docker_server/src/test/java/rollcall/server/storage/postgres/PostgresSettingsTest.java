package rollcall.server.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.api.container.Report;
import rollcall.api.container.State;
import rollcall.server.Reports;
import rollcall.server.TestPostgres;
import rollcall.server.storage.Storage;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.change.CommitListener;
import rollcall.server.storage.roster.ContainerQuery;
import rollcall.server.storage.roster.RosterEntry;
import rollcall.server.storage.sql.SqlStorage;
import rollcall.server.storage.sql.connection.SqlConnection;
import rollcall.server.storage.variable.VariableWrite;

/** Databases with settings other than the defaults: they work, or are refused. */
class PostgresSettingsTest {
  private static final Instant T0 = Instant.parse("2026-11-20T12:00:00.123456789Z");
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** Long, because no setting here concerns timeouts and the machine may be busy. */
  private static final Duration LONG = Duration.ofMinutes(2);

  private static final String C = " LC_COLLATE 'C' LC_CTYPE 'C'";

  private static TestPostgres postgres;

  @BeforeAll
  static void start() {
    postgres = TestPostgres.withoutFsync();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "default_transaction_isolation = 'repeatable read'",
        "default_transaction_isolation = 'serializable'",
        "default_transaction_isolation = 'read uncommitted'",
        "default_transaction_deferrable = on",
        "lock_timeout = '1ms'",
        "idle_in_transaction_session_timeout = '1ms'",
        "synchronous_commit = off",
        "exit_on_error = on",
        "client_min_messages = debug5",
        "client_encoding = LATIN1",
        "standard_conforming_strings = off",
        "backslash_quote = off",
        "transform_null_equals = on",
        "array_nulls = off",
        "extra_float_digits = -15",
        "DateStyle = 'SQL, DMY'",
        "IntervalStyle = iso_8601",
        "TimeZone = 'Asia/Kolkata'",
        "lc_messages = 'C'",
        "bytea_output = escape",
        "quote_all_identifiers = on",
        "row_security = off",
        "session_replication_role = replica",
        "work_mem = '64kB'",
        "enable_indexscan = off",
        "enable_seqscan = off",
        "plan_cache_mode = force_generic_plan",
        "jit_above_cost = 0",
        "force_parallel_mode = regress",
        "search_path = nowhere, public",
      })
  void aSettingOfTheDatabaseChangesNothing(String setting) {
    boolean isNew = TestPostgres.version() >= 16;
    String named = isNew ? setting.replace("force_parallel_mode", "debug_parallel_query") : setting;
    isAsGood(postgres.newDatabase("ENCODING 'UTF8'" + C, named));
  }

  @Test
  void sqlAscii_storesAllTexts() {
    isAsGood(postgres.newDatabase("ENCODING 'SQL_ASCII'" + C));
  }

  /** Two servers write concurrently; one write fails; texts have all kinds of characters. */
  private static void isAsGood(String database) {
    Report odd =
        Reports.full(
            "odd", "grüß 日本 🐳", T0, "n1", State.RUNNING, 0.1 + 0.2, Map.of("k\u2028", "\\é"));
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try (Storage one = open(database);
        Storage other = open(database)) {
      List<CompletableFuture<Boolean>> writes =
          IntStream.range(0, 100)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () ->
                              (i % 2 == 0 ? one : other)
                                  .roster()
                                  .report(Reports.full("c" + i, "c", T0), null)
                                  .value()
                                  .isNew(),
                          threads))
              .toList();
      String tooLong = "日本".repeat(10) + new java.util.Random(1).ints(4000).boxed().toList();
      assertThatThrownBy(
              () ->
                  one.variables()
                      .write(new VariableWrite(tooLong, "x", "me", current -> true, null)))
          .hasMessageContaining("index row");
      assertThat(writes).allSatisfy(write -> assertThat(write.join()).isTrue());
      one.roster().report(odd, null);

      assertThat(other.changes().revision()).isEqualTo(101);
      assertThat(other.changes().after(0, 1000)).hasSize(101);
      assertThat(other.roster().find("odd").value().orElseThrow().toContainer().report())
          .isEqualTo(odd);
      assertThat(ids(other, List.of("k\u2028=\\é"), null)).containsExactly("odd");
      assertThat(ids(other, List.of(), "日本")).containsExactly("odd");
      assertThat(ids(other, List.of("tier=x"), null)).hasSize(100);
    } finally {
      threads.shutdown();
    }
  }

  private static List<String> ids(Storage storage, List<String> labels, String text) {
    ContainerQuery query =
        new ContainerQuery(
            new ContainerQuery.Criteria(null, null, null, List.of(), labels, text),
            false,
            null,
            null,
            1000);
    return storage.roster().list(query).value().stream().map(RosterEntry::id).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ENCODING 'LATIN1' | TimeZone = UTC | its encoding is LATIN1, which cannot store all texts;"
            + " create a database with `createdb -E UTF8 -T template0 NAME` and set it in ROLLCALL_DB",
        "ENCODING 'EUC_JP' | TimeZone = UTC | its encoding is EUC_JP",
        "ENCODING 'UTF8' | search_path = pg_temp, public | the search_path does not begin with an",
        "ENCODING 'UTF8' | search_path = nowhere | `CREATE SCHEMA rollcall` and add currentSchema=",
        "ENCODING 'UTF8' | search_path = '' | the search_path does not begin with an",
        "ENCODING 'UTF8' | default_transaction_read_only = on | the database is read-only: it is a"
            + " standby, or default_transaction_read_only is on",
      })
  void open_anUnsuitableDatabase_isRefused(String options, String setting, String why) {
    String database = postgres.newDatabase(options + C, setting);

    assertThatThrownBy(() -> open(database).close())
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith("cannot open the database")
        .hasMessageContaining(why)
        .hasMessageNotContaining("\n");
  }

  @Test
  void open_withoutThePermissionToCreateTables_givesAdvice() {
    String database = postgres.newDatabase("ENCODING 'UTF8'" + C);
    postgres.execute("CREATE ROLE guest LOGIN");

    assertThatThrownBy(() -> open(database.replace("user=rollcall", "user=guest")).close())
        .hasMessageContaining("permission denied for schema public")
        .hasMessageContaining("ALTER DATABASE … OWNER TO");
  }

  /** Settings whose effect a short test does not show. */
  @ParameterizedTest
  @CsvSource({
    "statement_timeout, 1s, 21s",
    "idle_session_timeout, 1s, 0",
    "lock_timeout, 1s, 20s",
    "idle_in_transaction_session_timeout, 1s, 10s",
    "tcp_keepalives_idle, 7200, 60",
    "synchronous_commit, off, on",
    "synchronous_commit, remote_apply, remote_apply",
    "default_transaction_isolation, serializable, read committed",
    "default_transaction_deferrable, on, off",
    "standard_conforming_strings, off, on",
    "client_min_messages, debug5, warning"
  })
  void aSettingOfTheDatabaseIsReplacedByOurs(String name, String theirs, String ours)
      throws Exception {
    String database = postgres.newDatabase("ENCODING 'UTF8'" + C, name + " = '" + theirs + "'");
    PostgresAddress address = new PostgresAddress(database, null, null);

    try (SqlConnection writer = new PostgresConnections(address, TIMEOUT).openWriter()) {
      assertThat(writer.text("SHOW " + name)).isEqualTo(ours);
    }
  }

  private static Storage open(String database) {
    PostgresAddress address = new PostgresAddress(database, null, null);
    return new SqlStorage(
        new PostgresBackend(address, LONG, LONG), Clock.systemUTC(), LONG, CommitListener.NONE);
  }
}
