package rollcall.server.requestlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.api.status.LoggedRequest;
import rollcall.server.storage.Storage;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.change.CommitListener;
import rollcall.server.storage.sql.SqlStorage;
import rollcall.server.storage.sqlite.SqliteBackend;

class RequestLogWriterTest {
  private static final Instant T0 = Instant.parse("2026-11-20T12:00:00Z");

  @TempDir Path folder;
  private Storage storage;
  private RequestLogWriter requestLog;

  @BeforeEach
  void open() {
    storage =
        new SqlStorage(
            new SqliteBackend(folder.resolve("rollcall.db"), Duration.ofMillis(200)),
            Clock.systemUTC(),
            Duration.ofSeconds(5),
            CommitListener.NONE);
    requestLog = new RequestLogWriter(storage.requestLog(), 100_000, Duration.ofSeconds(5));
    requestLog.start();
  }

  @AfterEach
  void close() {
    requestLog.close();
    storage.close();
  }

  @Test
  void add_isWrittenSoon() {
    requestLog.add(request("/a"));

    await().atMost(Duration.ofSeconds(60)).until(() -> written() == 1);
    assertThat(requestLog.logged()).isEqualTo(1);
  }

  @Test
  void addAndAwait_includesItselfAndAllEarlierRequests() {
    for (int i = 1; i <= 200; i++) {
      requestLog.add(request("/before"));
      requestLog.addAndAwait(request("/itself"));

      assertThat(written()).isEqualTo(2L * i);
    }
  }

  @Test
  void close_writesTheQueuedRequests() {
    for (int i = 0; i < 5000; i++) {
      requestLog.add(request("/a"));
    }
    requestLog.close();

    assertThat(written()).isEqualTo(5000);
    assertThat(requestLog.dropped()).isZero();
  }

  @Test
  void add_withALimitOfZero_writesNothing() {
    try (RequestLogWriter off =
        new RequestLogWriter(storage.requestLog(), 0, Duration.ofSeconds(5))) {
      off.start();
      off.add(request("/a"));
      off.addAndAwait(request("/itself"));
    }

    assertThat(written()).isZero();
  }

  @Test
  void add_whileTheStorageFails_dropsAndCounts_andContinuesAfterwards() throws Exception {
    try (Connection foreign =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("rollcall.db"));
        Statement statement = foreign.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      long start = System.nanoTime();
      for (int i = 0; i < 50_000; i++) {
        requestLog.add(request("/a"));
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      assertThat(requestLog.dropped()).isGreaterThan(20_000);
      assertThatThrownBy(() -> requestLog.addAndAwait(request("/itself")))
          .isInstanceOf(StorageException.class);
      statement.execute("ROLLBACK");
    }

    await().until(() -> requestLog.logged() + requestLog.dropped() == 50_001);
    requestLog.addAndAwait(request("/after"));
    assertThat(written()).isEqualTo(requestLog.logged());
  }

  private long written() {
    return storage.requestLog().newest(T0, 1).value().answered().getOrDefault("server.1", 0L);
  }

  private static LoggedRequest request(String path) {
    return new LoggedRequest(T0, "test", "GET", path, 200, 1, "server.1");
  }
}
