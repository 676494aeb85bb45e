package rollcall.server.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.api.history.Change.What;
import rollcall.server.TestPostgres;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.change.CommitListener;
import rollcall.server.storage.postgres.PostgresAddress;
import rollcall.server.storage.postgres.PostgresBackend;
import rollcall.server.storage.sql.connection.Backend;
import rollcall.server.storage.sql.connection.DatabaseTime;
import rollcall.server.storage.sql.connection.Meta;
import rollcall.server.storage.sql.connection.Migrations;
import rollcall.server.storage.sql.connection.SqlConnection;
import rollcall.server.storage.sql.connection.Transaction;
import rollcall.server.storage.sqlite.SqliteBackend;

/** The isolation of the writes of a batch, on both databases. */
class GroupCommitWriterTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @TempDir Path folder;

  @Test
  void aFailedWrite_leavesTheOthersOfItsBatch_sqlite() throws Exception {
    aChangesFailureIsItsOwn(new SqliteBackend(folder.resolve("r.db"), TIMEOUT));
  }

  @Test
  void aFailedWrite_leavesTheOthersOfItsBatch_postgres() throws Exception {
    try (TestPostgres postgres = new TestPostgres()) {
      PostgresAddress address = new PostgresAddress(postgres.newDatabase(), null, null);
      aChangesFailureIsItsOwn(new PostgresBackend(address, TIMEOUT, TIMEOUT));
    }
  }

  /** Every third of 60 writes in one batch fails; the writer waits until all are queued. */
  private static void aChangesFailureIsItsOwn(Backend backend) throws Exception {
    Migrations.run(backend);
    List<Integer> batches = new CopyOnWriteArrayList<>();
    CommitListener listener = (changes, time) -> batches.add(changes);
    ExecutorService threads = Executors.newFixedThreadPool(61);
    GroupCommitWriter writer =
        new GroupCommitWriter(backend, DatabaseTime.of(Clock.systemUTC()), TIMEOUT, 256, listener);
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
      // The listener is called after the writes are acknowledged.
      await().untilAsserted(() -> assertThat(batches).containsExactly(1, 40));
      try (Transaction transaction = backend.read()) {
        SqlConnection sql = transaction.sql();
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

  /** Changes nothing, and blocks the writer until a number of writes is queued. */
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
              if (i % 3 == 0) {
                FAULTS.get(i / 3 % FAULTS.size()).run(session.sql());
              }
              return session
                  .sql()
                  .update("INSERT INTO meta (name, value) VALUES (?, ?)", "n" + i, "x");
            })
        .revision();
  }

  /** A way for a write to fail. */
  private interface Fault {
    void run(SqlConnection sql) throws SQLException;
  }

  private static final List<Fault> FAULTS =
      List.of(
          sql -> sql.update("INSERT INTO meta (name, value) VALUES (?, ?)", Meta.DATABASE_ID, "x"),
          sql -> sql.update("INSERT INTO meta (name, value) VALUES (?, ?)", "y", null),
          sql -> sql.execute("SELECT nothing FROM nowhere"),
          sql -> sql.execute("SELEKT"),
          sql -> sql.number("SELECT value FROM revision WHERE value < 0"),
          sql -> sql.bind("SELECT value FROM revision", "one parameter too many"),
          sql -> throwing(new NoSuchElementException("no such row")),
          sql -> Long.parseLong("what was stored there by another program"),
          sql -> throwing(new StackOverflowError()));

  private static <T extends Throwable> void throwing(T error) throws T {
    throw error;
  }

  /** Errors of PostgreSQL only; each must fail only its own write. */
  @Test
  void statementErrors_failOneWrite_postgres() throws Exception {
    try (TestPostgres postgres = new TestPostgres()) {
      PostgresAddress address = new PostgresAddress(postgres.newDatabase(), null, null);
      try (PostgresBackend backend = new PostgresBackend(address, TIMEOUT, TIMEOUT)) {
        Migrations.run(backend);
        List<Fault> faults =
            List.of(
                sql -> sql.update("INSERT INTO meta VALUES (?, ?)", "nul\0", "x"),
                sql -> sql.update("INSERT INTO meta VALUES (?, ?)", incompressible(), "x"),
                sql -> sql.execute("SELECT 1 / 0"),
                sql -> sql.execute("SELECT 2147483647 + 1"),
                sql -> sql.execute("SELECT CAST('{' AS json)"),
                sql -> sql.execute("SELECT CAST('{\"a\":\"\\u0000\"}' AS json) ->> 'a'"),
                sql -> sql.execute("SELECT CAST('x' AS bigint)"),
                sql -> sql.number("SELECT CAST('1e400' AS double precision)"));
        for (Fault fault : faults) {
          try (Transaction transaction = backend.write()) {
            assertThatThrownBy(() -> fault.run(transaction.sql()))
                .isInstanceOfSatisfying(
                    SQLException.class, e -> assertThat(backend.isConstraintViolation(e)).isTrue());
          }
        }
      }
    }
  }

  /** PostgreSQL limits an index row to 2704 bytes. */
  private static String incompressible() {
    return new Random(1)
        .ints(3000, 0x4e00, 0x9e00)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }
}
