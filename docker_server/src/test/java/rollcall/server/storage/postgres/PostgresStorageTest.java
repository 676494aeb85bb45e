package rollcall.server.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rollcall.api.status.Status;
import rollcall.server.Reports;
import rollcall.server.TestPostgres;
import rollcall.server.storage.Storage;
import rollcall.server.storage.StorageContract;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;
import rollcall.server.storage.change.CommitListener;
import rollcall.server.storage.roster.ContainerQuery;
import rollcall.server.storage.sql.SqlStorage;
import rollcall.server.storage.sql.connection.SqlConnection;

class PostgresStorageTest extends StorageContract {
  private static final Instant T0 = Instant.parse("2026-11-20T12:00:00Z");
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Long enough for a database that starts on a busy machine. */
  private static final Duration LONG = Duration.ofMinutes(2);

  private static TestPostgres postgres;
  private String url;

  @BeforeAll
  static void start() {
    postgres = TestPostgres.withoutFsync();
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
    return open(database, TIMEOUT);
  }

  private Storage open(String database, Duration timeout) {
    PostgresAddress address = new PostgresAddress(database, null, null);
    return new SqlStorage(
        new PostgresBackend(address, timeout, LONG), clock, timeout, CommitListener.NONE);
  }

  /** Opens the storage like a server whose clock is wrong. */
  private Storage openWithClock(String database, Duration ahead) {
    PostgresBackend backend =
        new PostgresBackend(new PostgresAddress(database, null, null), TIMEOUT, TIMEOUT);
    return new SqlStorage(
        backend,
        backend.time(Clock.offset(Clock.systemUTC(), ahead)),
        TIMEOUT,
        SqlStorage.BATCH,
        CommitListener.NONE);
  }

  @Test
  void differentClocksOfReplicas_haveNoEffect() {
    String database = postgres.newDatabase();
    try (Storage ahead = openWithClock(database, Duration.ofDays(1));
        Storage behind = openWithClock(database, Duration.ofSeconds(-40))) {
      Instant before = Instant.now().minusSeconds(1);
      ahead.roster().report(Reports.full("a1", "web", T0), null);
      behind.roster().report(Reports.full("b2", "db", T0), null);

      Instant now = Instant.now().plusMillis(1);
      assertThat(List.of(ahead.now(), behind.now()))
          .allSatisfy(time -> assertThat(time).isBetween(before, now));
      assertThat(ahead.changes().after(0, 9))
          .allSatisfy(change -> assertThat(change.time()).isBetween(before, now));
      ContainerQuery atNow = new ContainerQuery(ContainerQuery.Criteria.NONE, false, now, null, 9);
      assertThat(behind.roster().list(atNow).value()).hasSize(2);

      ahead.replicas().register(new Status.Replica("one", "0.1.0", T0, T0, null));
      assertThat(behind.replicas().list().get(0).staleSince()).isNull();
      assertThat(ahead.replicas().acquireOrRenewLease("one", Duration.ofSeconds(1), 0)).isPresent();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  behind
                      .replicas()
                      .acquireOrRenewLease("two", Duration.ofSeconds(1), 0)
                      .isPresent());
    }
  }

  @Test
  void open_concurrently_createsOneDatabase() {
    String database = postgres.newDatabase();
    var ids =
        IntStream.range(0, 6)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> idOf(database)))
            .toList();

    assertThat(ids.stream().map(CompletableFuture::join).distinct()).hasSize(1);
  }

  private String idOf(String database) {
    try (Storage storage = open(database)) {
      return storage.status().value().id();
    }
  }

  @Test
  void open_waitsForADatabaseThatStarts() {
    String database = postgres.newDatabase();
    postgres.stopImmediately();
    var opening = CompletableFuture.supplyAsync(() -> idOf(database));
    assertThat(opening).isNotDone();
    postgres.start();

    assertThat(opening).succeedsWithin(LONG);
  }

  @Test
  void open_failures_areReportedWithoutThePassword() {
    PostgresAddress closed =
        new PostgresAddress("jdbc:postgresql://127.0.0.1:1/x", "rollcall", "secret-1");
    assertThatThrownBy(() -> new PostgresBackend(closed, TIMEOUT, Duration.ZERO))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(
            "cannot open the database jdbc:postgresql://127.0.0.1:1/x as rollcall: the database"
                + " cannot be reached (Connection to 127.0.0.1:1 refused")
        .hasMessageNotContaining("secret-1");

    String missing =
        postgres.newDatabase().replace("/postgres?", "/missing?") + "&password=secret-2";
    PostgresAddress wrong = new PostgresAddress(missing, null, null);
    assertThatThrownBy(() -> new PostgresBackend(wrong, TIMEOUT, Duration.ofMinutes(5)))
        .hasMessageContaining("database \"missing\" does not exist")
        .hasMessageContaining("password=***")
        .hasMessageNotContaining("secret-2");
  }

  @Test
  void databaseRestart_recoversImmediately() {
    try (Storage storage = open(postgres.newDatabase())) {
      storage.roster().report(Reports.full("a1", "web", T0), null);
      postgres.stopImmediately();
      assertThatThrownBy(() -> storage.roster().report(Reports.full("b2", "db", T0), null))
          .isInstanceOfSatisfying(
              StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BUSY))
          .hasMessageContaining("not written: the database cannot be reached");
      assertThatThrownBy(() -> storage.roster().find("a1"))
          .isInstanceOfSatisfying(
              StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BUSY));
      assertThat(storage.status().value().state()).contains("cannot be reached");
      postgres.start();

      await()
          .atMost(LONG)
          .ignoreExceptions()
          .until(() -> storage.roster().report(Reports.full("b2", "db", T0), null).value().isNew());
      assertThat(storage.roster().find("a1").value()).isPresent();
      assertThat(storage.status().value().state()).isEqualTo("ok");
    }
  }

  /** Broken connections are replaced without an error for the caller. */
  @Test
  void databaseRestart_betweenTwoRequests_isTransparent() throws Exception {
    try (Storage storage = open(postgres.newDatabase())) {
      IntStream.range(0, 20).parallel().forEach(i -> storage.roster().find("a1"));
      storage.roster().report(Reports.full("a1", "web", T0), null);
      postgres.stopImmediately();
      postgres.start();
      // The listener's failed attempt may make all others fail for a moment.
      Thread.sleep(300);

      assertThat(storage.roster().find("a1").value()).isPresent();
      assertThat(storage.roster().report(Reports.full("b2", "db", T0), null).value().isNew())
          .isTrue();
    }
  }

  @Test
  void write_whileTheLockIsHeld_isRefused() throws Exception {
    String database = postgres.newDatabase();
    try (Storage storage = open(database, Duration.ofMillis(500));
        Connection foreign = DriverManager.getConnection(database)) {
      foreign.setAutoCommit(false);
      foreign
          .createStatement()
          .execute("SELECT pg_advisory_xact_lock(x'526f6c6c63616c6c'::bigint)");

      assertThatThrownBy(() -> storage.roster().report(Reports.full("a1", "web", T0), null))
          .isInstanceOfSatisfying(
              StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BUSY))
          .hasMessageStartingWith("not written: another process ");
      assertThat(storage.roster().find("a1").value()).isEmpty();

      foreign.rollback();
      assertThat(storage.roster().report(Reports.full("a1", "web", T0), null).value().isNew())
          .isTrue();
    }
  }

  @Test
  void write_overridesAsynchronousCommit() throws Exception {
    String database = postgres.newDatabase();
    try (Connection foreign = DriverManager.getConnection(database)) {
      foreign.createStatement().execute("ALTER ROLE rollcall SET synchronous_commit = off");
    }
    try (SqlConnection writer =
        new PostgresConnections(new PostgresAddress(database, null, null), TIMEOUT).openWriter()) {
      assertThat(
              writer.number(
                  "SELECT count(*) FROM pg_settings"
                      + " WHERE name = 'synchronous_commit' AND setting = 'on'"))
          .isEqualTo(1);
    } finally {
      try (Connection foreign = DriverManager.getConnection(database)) {
        foreign.createStatement().execute("ALTER ROLE rollcall RESET synchronous_commit");
      }
    }
  }

  @Test
  void changes_ofAnotherReplica_comeByNotification() throws Exception {
    String database = postgres.newDatabase();
    try (Storage one = open(database);
        Storage other = open(database)) {
      // Until the listener is connected, awaitChange returns every 100 ms.
      await().until(() -> timeOf(other.changes()::awaitChange) > 900);
      List<Long> waited = new ArrayList<>();
      for (int i = 0; i < 21; i++) {
        int n = i;
        var writing =
            CompletableFuture.supplyAsync(
                () -> one.roster().report(Reports.full("c" + n, "c", T0), null).revision(),
                CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS));
        waited.add(timeOf(other.changes()::awaitChange));
        assertThat(writing).succeedsWithin(TIMEOUT);
        assertThat(other.changes().revision()).isEqualTo(n + 1);
      }
      // By polling it would have found them after 1000 ms, or after 100 ms without a listener.
      assertThat(waited.stream().sorted().toList().get(10)).isBetween(150L, 450L);
    }
  }

  private interface Waiting {
    void run() throws InterruptedException;
  }

  private static long timeOf(Waiting waiting) throws InterruptedException {
    long start = System.nanoTime();
    waiting.run();
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }
}
