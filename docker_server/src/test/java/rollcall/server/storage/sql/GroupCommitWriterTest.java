package rollcall.server.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.api.Change.What;
import rollcall.server.TestPostgres;
import rollcall.server.storage.CommitListener;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.postgres.PostgresAddress;
import rollcall.server.storage.postgres.PostgresBackend;
import rollcall.server.storage.sqlite.SqliteBackend;

/** What the writer owes each change of a batch, on both databases. */
class GroupCommitWriterTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @TempDir Path folder;

  @Test
  void aBrokenConstraintIsItsOwnChangesFault_sqlite() throws Exception {
    aBrokenConstraintIsItsOwnChangesFault(new SqliteBackend(folder.resolve("r.db"), TIMEOUT));
  }

  @Test
  void aBrokenConstraintIsItsOwnChangesFault_postgres() throws Exception {
    try (TestPostgres postgres = new TestPostgres()) {
      PostgresAddress address = new PostgresAddress(postgres.newDatabase(), null, null);
      aBrokenConstraintIsItsOwnChangesFault(new PostgresBackend(address, TIMEOUT, TIMEOUT));
    }
  }

  /** Every third of 60 writes in one batch breaks one: they wait until all are queued. */
  private static void aBrokenConstraintIsItsOwnChangesFault(Backend backend) throws Exception {
    Migrations.run(backend);
    List<Integer> batches = new CopyOnWriteArrayList<>();
    CommitListener listener = (changes, time) -> batches.add(changes);
    ExecutorService threads = Executors.newFixedThreadPool(61);
    GroupCommitWriter writer =
        new GroupCommitWriter(backend, Clock.systemUTC(), TIMEOUT, 256, listener);
    CountDownLatch isWriting = new CountDownLatch(1);
    try {
      CompletableFuture<Long> first =
          CompletableFuture.supplyAsync(() -> writeWhenQueued(writer, 60, isWriting), threads);
      isWriting.await();
      List<CompletableFuture<Long>> writes =
          IntStream.range(0, 60)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> write(writer, i), threads))
              .toList();

      for (int i = 0; i < 60; i++) {
        CompletableFuture<Long> write = writes.get(i);
        if (i % 3 == 0) {
          assertThatThrownBy(write::join)
              .hasCauseInstanceOf(StorageException.class)
              .hasMessageContaining("not written");
        } else {
          assertThat(write.join()).isPositive();
        }
      }
      assertThat(first.join()).isZero();
      // The listener is told after those who wait.
      await().untilAsserted(() -> assertThat(batches).containsExactly(1, 40));
      try (Transaction transaction = backend.read()) {
        Statements sql = transaction.sql();
        assertThat(sql.number("SELECT count(*) FROM meta WHERE name LIKE 'n%'")).isEqualTo(40);
        assertThat(sql.number("SELECT count(*) FROM change")).isEqualTo(40);
        assertThat(sql.number("SELECT value FROM revision")).isEqualTo(40);
      }
    } finally {
      threads.shutdown();
      writer.close();
      backend.close();
    }
  }

  /** Changes nothing, and keeps the writer busy until so many wait. */
  private static long writeWhenQueued(
      GroupCommitWriter writer, int many, CountDownLatch isWriting) {
    return writer
        .write(
            session -> {
              isWriting.countDown();
              await().until(() -> writer.queued() == many);
              return many;
            })
        .revision();
  }

  private static long write(GroupCommitWriter writer, int i) {
    return writer
        .write(
            session -> {
              session.nodeChanged(What.NODE_APPEARED, "node" + i);
              String name = i % 3 == 0 ? Meta.DATABASE_ID : "n" + i;
              return session
                  .sql()
                  .update("INSERT INTO meta (name, value) VALUES (?, ?)", name, "x");
            })
        .revision();
  }
}
