package rollcall.server.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.server.Reports;
import rollcall.server.storage.Faults;
import rollcall.server.storage.Storage;
import rollcall.server.storage.sql.SqlStorage;
import rollcall.server.storage.sqlite.SqliteBackend;

/** The feed's thread survives failures of the storage and of subscribers. */
class FeedTest {
  @TempDir Path folder;

  /** Accepts all events immediately. */
  private static class Ready implements Subscriber {
    private volatile long position;

    @Override
    public long position() {
      return position;
    }

    @Override
    public boolean hasRoom() {
      return true;
    }

    @Override
    public long stuckNanos() {
      return 0;
    }

    @Override
    public void onEvents(List<EncodedChange> events) {
      position = events.get(events.size() - 1).revision();
    }

    @Override
    public void heartbeat() {}

    @Override
    public void end() {}
  }

  @Test
  void failuresOfTheStorageAndOfOneSubscriber_endNeitherTheFeedNorTheOthers() {
    AtomicInteger failures = new AtomicInteger(3);
    Ready broken =
        new Ready() {
          @Override
          public void onEvents(List<EncodedChange> events) {
            throw new IllegalStateException("a fault of this subscriber");
          }
        };
    Ready good = new Ready();
    try (Storage storage =
            new SqlStorage(
                new SqliteBackend(folder.resolve("rollcall.db"), Duration.ofMillis(200)),
                Clock.systemUTC(),
                Duration.ofSeconds(5),
                (changes, time) -> {});
        Feed feed =
            new Feed(
                Faults.before(
                        storage,
                        method -> {
                          if (List.of("revision", "after").contains(method)
                              && failures.getAndDecrement() > 0) {
                            throw new IllegalStateException("a fault of the storage");
                          }
                        })
                    .changes())) {
      feed.start();
      feed.add(broken);
      feed.add(good);
      storage.roster().report(Reports.full("a1", "web", Instant.now()), null);
      storage.roster().report(Reports.full("b2", "web", Instant.now()), null);

      await().atMost(Duration.ofSeconds(30)).until(() -> good.position() == 2);
      assertThat(failures.get()).isNegative();
      await().atMost(Duration.ofSeconds(30)).until(() -> feed.subscribers() == 1);
    }
  }
}
