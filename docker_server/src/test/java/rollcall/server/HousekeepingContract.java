package rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rollcall.api.container.Report;
import rollcall.api.node.Heartbeat;
import rollcall.api.node.NodeReport;
import rollcall.server.storage.Retention;
import rollcall.server.storage.Storage;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.TestClock;
import rollcall.server.storage.change.CommitListener;
import rollcall.server.storage.roster.ReportRange;
import rollcall.server.storage.sql.SqlStorage;
import rollcall.server.storage.sql.connection.Backend;

/** Two replicas on one database, hours in fast motion: their steady clocks are the test's. */
abstract class HousekeepingContract {
  private static final Instant T0 = Instant.parse("2026-11-20T12:00:00Z");
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final TestClock clock = new TestClock(T0);
  private long nanos;
  private Storage storage;
  private Storage otherStorage;
  private Housekeeping one;
  private Housekeeping other;

  /** Another connection of a storage to the database. */
  abstract Backend backend();

  /** A program that is none of ours, in the same database. */
  abstract Connection foreign() throws Exception;

  /** Begins a transaction that lets nothing be written. */
  abstract String lock();

  @BeforeEach
  void open() {
    storage = storage(clock);
    // The storages go by these clocks, not by the database's: one is wrong.
    otherStorage = storage(Clock.offset(clock, Duration.ofSeconds(40)));
    one = housekeeping(storage);
    other = housekeeping(otherStorage);
  }

  @AfterEach
  void close() {
    storage.close();
    otherStorage.close();
  }

  private Storage storage(Clock time) {
    return new SqlStorage(backend(), time, Duration.ofSeconds(10), CommitListener.NONE);
  }

  private Housekeeping housekeeping(Storage of) {
    Retention retention = new Retention(1000, 1000, 1000, Duration.ofDays(30));
    return new Housekeeping(of, retention, LEASE, "server.1", () -> nanos);
  }

  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      nanos += Duration.ofSeconds(1).toNanos();
      clock.advance(Duration.ofSeconds(1));
      one.expireSilent();
      other.expireSilent();
    }
  }

  private void list(String node) {
    storage
        .nodes()
        .report(
            node,
            new NodeReport(
                clock.instant(), "0.1.0", null, null, List.of(), List.of(), "digest", null));
  }

  private void beat(String node) {
    otherStorage.nodes().heartbeat(node, new Heartbeat(T0, "digest", java.util.Map.of()));
  }

  private List<String> stale() {
    return storage.nodes().list().value().stream()
        .filter(node -> node.staleSince() != null)
        .map(node -> node.name())
        .toList();
  }

  @Test
  void replicasWithDifferentClocks_expireOnlyTheSilentNode() {
    list("alive");
    list("dead");
    for (int i = 0; i < 7; i++) {
      pass(10);
      beat("alive");
      one.register();
    }
    assertThat(stale()).containsExactly("dead");
  }

  @Test
  void clockSteps_areNoSilence() {
    list("n1");
    for (int i = 0; i < 360; i++) {
      pass(10);
      clock.advance(Duration.ofHours(i % 3 == 0 ? 24 : i % 3 == 1 ? -30 : 1));
      beat("n1");
      assertThat(stale()).isEmpty();
    }
  }

  @Test
  void timeWithoutAWritableDatabase_isNoSilence() throws Exception {
    list("n1");
    pass(9);
    try (Connection foreign = foreign();
        Statement statement = foreign.createStatement()) {
      statement.execute(lock());
      for (int i = 0; i < 9; i++) {
        pass(5);
        assertThatThrownBy(one::register).isInstanceOf(StorageException.class);
        assertThatThrownBy(other::register).isInstanceOf(StorageException.class);
      }
      statement.execute("ROLLBACK");
    }
    pass(20);
    assertThat(stale()).isEmpty();

    pass(11);
    assertThat(stale()).containsExactly("n1");
  }

  @Test
  void timeInWhichThisProcessWasPaused_isNoSilence() {
    list("n1");
    pass(25);
    nanos += Duration.ofMinutes(5).toNanos();
    clock.advance(Duration.ofMinutes(5));
    pass(25);
    assertThat(stale()).isEmpty();
  }

  @Test
  void aSilentProcess_becomesUnknownAndThenRemoved() {
    list("n1");
    storage.roster().report(Report.process("process-1@n1", "shell", "n1", T0, 1, 0), null);
    pass(110);
    assertThat(state()).isEqualTo("running");
    pass(30);
    assertThat(state()).isEqualTo("unknown");
    storage
        .roster()
        .report(Report.process("process-1@n1", "shell", "n1", clock.instant(), 1, 0), null);
    assertThat(state()).isEqualTo("running");
    pass(1300);
    assertThat(state()).isEqualTo("removed");
    storage
        .roster()
        .report(Report.process("process-1@n1", "shell", "n1", clock.instant(), 1, 0), null);
    assertThat(state()).isEqualTo("running");
  }

  private String state() {
    return storage.roster().find("process-1@n1").value().orElseThrow().state();
  }

  /** More rows than a fixed number of steps would take: what is written must not outgrow it. */
  @Test
  void aRoundOfPruning_removesAllRowsBeyondTheLimits() throws Exception {
    try (Connection connection = foreign()) {
      connection
          .createStatement()
          .execute(
              "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)"
                  + " INSERT INTO report (seq, id, timestamp, name, image, memory_usage, cpu_usage)"
                  + " SELECT i, 'c', i, 'c', 'x', 1, 0 FROM n");
    }

    one.prune();

    assertThat(storage.roster().reportRange().value()).isEqualTo(new ReportRange(59_001, 60_000));
  }
}
