package rollcall.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.server.Reports;
import rollcall.server.feed.Feed;
import rollcall.server.storage.Faults;
import rollcall.server.storage.Storage;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;
import rollcall.server.storage.sql.SqlStorage;
import rollcall.server.storage.sqlite.SqliteBackend;

/** Scrapes while the database responds and while it does not. */
class StateGaugesTest {
  @TempDir Path folder;
  private final Metrics metrics = new Metrics();

  private Storage open() {
    Storage storage =
        new SqlStorage(
            new SqliteBackend(folder.resolve("rollcall.db"), Duration.ofMillis(200)),
            Clock.systemUTC(),
            Duration.ofSeconds(5),
            metrics);
    storage.roster().report(Reports.full("a1", "web", Instant.now()), null);
    return storage;
  }

  @Test
  void whileTheDatabaseFails_itsLastValuesAndAllOtherMetricsStay() {
    AtomicBoolean fails = new AtomicBoolean();
    try (Storage storage = open();
        Feed feed = new Feed(storage.changes())) {
      StateGauges.register(
          metrics,
          Faults.before(
              storage,
              method -> {
                if (fails.get() && !method.equals("load")) {
                  throw new StorageException(Reason.BUSY, "the database is away");
                }
              }),
          feed);
      assertThat(metrics.text()).contains("rollcall_database_up 1.0", "rollcall_revision 1.0");
      storage.roster().report(Reports.full("b2", "web", Instant.now()), null);
      fails.set(true);

      assertThat(metrics.text())
          .contains(
              "rollcall_database_up 0.0",
              "rollcall_revision 1.0",
              "rollcall_containers{state=\"running\"} 1.0",
              "rollcall_commit_changes_count");

      fails.set(false);
      assertThat(metrics.text()).contains("rollcall_database_up 1.0", "rollcall_revision 2.0");
    }
  }

  @Test
  void aDatabaseThatHangs_doesNotBlockAScrape() {
    CountDownLatch answers = new CountDownLatch(1);
    try (Storage storage = open();
        Feed feed = new Feed(storage.changes())) {
      StateGauges.register(
          metrics,
          Faults.before(
              storage,
              method -> {
                if (method.equals("revision")) {
                  await(answers);
                }
              }),
          feed);

      assertThat(metrics.text())
          .contains("rollcall_database_up 0.0", "rollcall_commit_changes_count")
          .doesNotContain("rollcall_revision");

      answers.countDown();
      assertThat(metrics.text()).contains("rollcall_database_up 1.0", "rollcall_revision 1.0");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
