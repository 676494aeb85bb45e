package rollcall.server.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.server.Reports;
import rollcall.server.storage.Retention;
import rollcall.server.storage.Storage;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.TestClock;
import rollcall.server.storage.change.ChangeEntry;
import rollcall.server.storage.change.CommitListener;
import rollcall.server.storage.change.PrunedException;
import rollcall.server.storage.roster.ContainerQuery;
import rollcall.server.storage.sql.SqlStorage;
import rollcall.server.storage.transfer.DatabaseTimeline;
import rollcall.server.storage.variable.VariableWrite;

/** Backups of a database during writes, and their restore. */
class SqliteBackupTest {
  private static final Instant T0 = Instant.parse("2026-11-20T12:00:00Z");
  private static final int WRITERS = 8;

  @TempDir Path folder;
  private final TestClock clock = new TestClock(T0);

  @Test
  void backup_hasAllAcknowledgedReports_andDoesNotBlockWriters() throws Exception {
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    AtomicLong longest = new AtomicLong();
    AtomicBoolean stop = new AtomicBoolean();
    List<Thread> writers = new ArrayList<>();
    try (Storage first = open("rollcall.db");
        Storage second = open("rollcall.db")) {
      for (int w = 0; w < WRITERS; w++) {
        Storage storage = w % 2 == 0 ? first : second;
        String name = "w" + w + "-";
        Thread writer =
            new Thread(
                () -> {
                  try {
                    for (int i = 0; !stop.get(); i++) {
                      long start = System.nanoTime();
                      storage.roster().report(Reports.full(name + i, name, T0), null);
                      acknowledged.add(name + i);
                      longest.accumulateAndGet(System.nanoTime() - start, Math::max);
                    }
                  } catch (RuntimeException e) {
                    failures.add(e);
                  }
                });
        writer.start();
        writers.add(writer);
      }
      await().atMost(Duration.ofMinutes(1)).until(() -> acknowledged.size() > 2000);

      for (int round = 0; round < 3; round++) {
        Set<String> before = new HashSet<>(acknowledged);
        Path copy = folder.resolve("copy-" + round + ".db");
        DatabaseTimeline held = SqliteBackup.write(folder.resolve("rollcall.db"), copy);

        Set<String> kept = ids(copy);
        assertThat(kept).containsAll(before).hasSize((int) held.revision());
      }
      stop.set(true);
      for (Thread writer : writers) {
        writer.join();
      }
    }
    assertThat(failures).isEmpty();
    assertThat(Duration.ofNanos(longest.get())).isLessThan(Duration.ofSeconds(5));
    System.out.printf(
        "%d reports acknowledged, the longest in %d ms%n",
        acknowledged.size(), longest.get() / 1_000_000);
  }

  private static Set<String> ids(Path file) throws Exception {
    Set<String> ids = new HashSet<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      try (var row = statement.executeQuery("PRAGMA integrity_check")) {
        assertThat(row.getString(1)).isEqualTo("ok");
      }
      try (var rows = statement.executeQuery("SELECT id FROM report")) {
        while (rows.next()) {
          ids.add(rows.getString(1));
        }
      }
    }
    return ids;
  }

  @Test
  void restore_bringsBackStateAndHistory_underNewRevisions() throws Exception {
    String id;
    byte[] backup;
    try (Storage storage = open("rollcall.db")) {
      fill(storage);
      id = storage.status().value().id();
      backup = backUp("rollcall.db");
    }

    SqliteRestore.Restored done = restore(backup, "new.db", false);

    assertThat(done.backup().revision()).isEqualTo(33);
    assertThat(done.aside()).isEmpty();
    try (Storage before = open("rollcall.db");
        Storage after = open("new.db")) {
      long start = clock.instant().getEpochSecond() * 1_000_000;
      assertThat(after.status().value().id()).isNotEqualTo(id);
      assertThat(after.changes().revision()).isEqualTo(start + 20).isEqualTo(done.revision());
      assertThat(names(after, null)).isEqualTo(names(before, null)).contains("busy", "untouched");
      Instant then = T0.plusSeconds(25);
      assertThat(names(after, then)).isEqualTo(names(before, then)).contains("busy", "untouched");
      assertThat(after.variables().find("color").value().orElseThrow().revision())
          .isEqualTo(start + 20);
      assertThat(after.variables().history("color").value()).hasSize(2);
      assertThat(after.roster().transitions("busy").value())
          .isEqualTo(before.roster().transitions("busy").value());
      assertThat(after.replicas().list()).isEmpty();

      for (long old : List.of(0L, 13L, 33L, 34L, 1_000_000L)) {
        assertThatThrownBy(() -> after.changes().after(old, 1))
            .isInstanceOfSatisfying(
                PrunedException.class, e -> assertThat(e.oldest()).isEqualTo(start));
      }
      assertThat(after.changes().after(start, 100))
          .extracting(ChangeEntry::revision)
          .containsExactlyElementsOf(Stream.iterate(start + 1, r -> r + 1).limit(20).toList());
      assertThat(after.roster().report(Reports.full("new", "new", T0), null).revision())
          .isEqualTo(start + 21);
      while (after.prune(new Retention(1000, 1000, 5, Duration.ofDays(1))) > 0) {}
      assertThat(after.changes().after(start + 16, 100)).hasSize(5);
      assertThat(names(after, null)).contains("untouched");
    }
  }

  @Test
  void restore_doesNotEnlargeTheFile() throws Exception {
    try (Storage storage = open("rollcall.db")) {
      for (int i = 0; i < 2000; i++) {
        storage.roster().report(Reports.full("busy", "busy", T0.plusMillis(i)), null);
      }
    }
    byte[] backup = backUp("rollcall.db");

    restore(backup, "new.db", false);

    assertThat(Files.size(folder.resolve("new.db"))).isLessThan(backup.length * 11L / 10);
  }

  /** The second time by less than the revisions' range, so that they overlap. */
  @Test
  void restore_raisesRevisionsByLessThanTheirRange() throws Exception {
    try (Storage storage = open("rollcall.db")) {
      fill(storage);
    }
    restore(backUp("rollcall.db"), "first.db", false);
    clock.advance(Duration.ofNanos(5000));

    long revision = restore(backUp("first.db"), "second.db", false).revision();

    try (Storage storage = open("second.db")) {
      assertThat(storage.changes().revision()).isEqualTo(revision);
      assertThat(storage.changes().after(revision - 20, 100)).hasSize(20);
      assertThat(names(storage, null)).contains("busy", "untouched");
      assertThat(storage.variables().history("color").value()).hasSize(2);
    }
  }

  @Test
  void restore_twiceAtOneTime_raisesTheRevisionsAgain() throws Exception {
    try (Storage storage = open("rollcall.db")) {
      fill(storage);
    }
    byte[] backup = backUp("rollcall.db");
    long first = restore(backup, "rollcall.db", true).revision();
    clock.advance(Duration.ofSeconds(1));

    long second = restore(backUp("rollcall.db"), "rollcall.db", true).revision();

    assertThat(second).isEqualTo(first + 1_000_000);
    clock.advance(Duration.ofDays(-30_000)); // a clock far behind
    long third = restore(backup, "rollcall.db", true).revision();
    assertThat(third).isEqualTo(second + 1 + 20);
    try (Storage storage = open("rollcall.db")) {
      assertThat(storage.changes().after(second + 1, 100)).hasSize(20);
      assertThatThrownBy(() -> storage.changes().after(second, 100))
          .isInstanceOf(PrunedException.class);
    }
  }

  @Test
  void restore_acceptsAnOlderSchema() throws Exception {
    try (Storage storage = open("rollcall.db")) {
      fill(storage);
    }
    change("rollcall.db", "DROP TABLE var");
    change("rollcall.db", "DROP TABLE var_change");
    change("rollcall.db", "DROP VIEW roster");
    for (String index : List.of("node_of_engine", "node_of_run", "node_of_host")) {
      change("rollcall.db", "DROP INDEX " + index);
    }
    change("rollcall.db", "DROP INDEX container_process");
    change("rollcall.db", "ALTER TABLE container DROP COLUMN engine_id");
    String added =
        "listed_at hostname engine_id swarm_node run sequence superseded beats rival rival_since"
            + " rival_at listed unread";
    for (String column : added.split(" ", -1)) {
      change("rollcall.db", "ALTER TABLE node DROP COLUMN " + column);
    }
    change("rollcall.db", "UPDATE meta SET value = '2' WHERE name = 'schema'");

    restore(Files.readAllBytes(folder.resolve("rollcall.db")), "new.db", false);

    try (Storage storage = open("new.db")) {
      assertThat(storage.status().value().schema()).isEqualTo(5);
      assertThat(names(storage, null)).contains("busy", "untouched");
    }
  }

  @Test
  void restore_ofADamagedBackup_isRefused_andChangesNothing() throws Exception {
    try (Storage storage = open("rollcall.db")) {
      fill(storage);
    }
    byte[] backup = backUp("rollcall.db");
    change("rollcall.db", "UPDATE meta SET value = '99' WHERE name = 'schema'");
    byte[] newer = Files.readAllBytes(folder.resolve("rollcall.db"));
    change("rollcall.db", "DROP TABLE revision");
    byte[] foreign = Files.readAllBytes(folder.resolve("rollcall.db"));
    byte[] target = Files.readAllBytes(Files.write(folder.resolve("t.db"), backup));
    List<String> files = files();

    refused(new byte[0], "is not a Rollcall database");
    refused("a letter".repeat(999).getBytes(StandardCharsets.UTF_8), "not a database");
    refused(Arrays.copyOf(backup, backup.length / 2), "malformed");
    refused(
        Arrays.copyOf(backup, backup.length - 1), "is truncated: it has " + (backup.length - 1));
    refused(damaged(backup), "damaged");
    refused(
        newer,
        "has schema 99, but this program supports schemas up to 5; use the version of Rollcall");
    refused(foreign, "is not a Rollcall database");

    assertThat(Files.readAllBytes(folder.resolve("t.db"))).isEqualTo(target);
    assertThat(files()).isEqualTo(files);
  }

  /** Makes an index entry differ from its row. */
  private static byte[] damaged(byte[] backup) {
    String text = new String(backup, StandardCharsets.ISO_8859_1);
    int at = text.indexOf("untouchedold");
    byte[] damaged = backup.clone();
    damaged[at] = 'U';
    return damaged;
  }

  private void refused(byte[] backup, String why) {
    assertThatThrownBy(() -> restore(backup, "t.db", true))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith("not restored: the backup ")
        .hasMessageContaining(why);
  }

  @Test
  void restore_whileAProcessHasTheDatabaseOpen_isRefused() throws Exception {
    byte[] backup;
    try (Storage idle = open("rollcall.db")) {
      fill(idle);
      backup = backUp("rollcall.db");

      assertThatThrownBy(() -> restore(backup, "rollcall.db", true))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("a process has the database")
          .hasMessageContaining("stop all servers");
      assertThat(idle.roster().report(Reports.full("b2", "b", T0), null).value().isNew()).isTrue();
    }
    try (InterprocessLock lock = new InterprocessLock(folder.resolve("rollcall.db"));
        InterprocessLock.Hold hold = lock.tryAcquire().orElseThrow()) {
      assertThatThrownBy(() -> restore(backup, "rollcall.db", true))
          .hasMessageContaining("a process has the database");
    }
    assertThat(restore(backup, "rollcall.db", true).aside()).isPresent();
  }

  /** A log next to a missing database belongs to a former one. */
  @Test
  void restore_movesALeftoverLogAside() throws Exception {
    byte[] backup;
    byte[] log;
    try (Storage storage = open("rollcall.db")) {
      storage.roster().report(Reports.full("kept", "kept", T0), null);
      backup = backUp("rollcall.db");
      storage.roster().report(Reports.full("later", "later", T0), null);
      log = Files.readAllBytes(Files.copy(wal("rollcall.db"), folder.resolve("log")));
    }
    Files.write(wal("new.db"), log);

    restore(backup, "new.db", false);

    assertThat(wal("new.db")).doesNotExist();
    try (Storage storage = open("new.db")) {
      assertThat(names(storage, null)).containsExactly("kept");
    }
  }

  @Test
  void restore_followsASymbolicLink() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.createSymbolicLink(folder.resolve("rollcall.db"), elsewhere.resolve("real.db"));
    byte[] backup;
    try (Storage storage = open("rollcall.db")) {
      storage.roster().report(Reports.full("kept", "kept", T0), null);
      backup = backUp("rollcall.db");
      storage.roster().report(Reports.full("later", "later", T0), null);
    }

    restore(backup, "rollcall.db", true);

    assertThat(folder.resolve("rollcall.db")).isSymbolicLink();
    try (Storage storage = open("elsewhere/real.db")) {
      assertThat(names(storage, null)).containsExactly("kept");
    }
  }

  private Path wal(String name) {
    return folder.resolve(name + "-wal");
  }

  /** Makes 33 changes, of which the feed keeps 20, and a container that only an older copy has. */
  private void fill(Storage storage) {
    storage.roster().report(Reports.full("old", "untouched", T0), null);
    for (int i = 0; i < 30; i++) {
      clock.advance(Duration.ofSeconds(1));
      storage.roster().report(Reports.full("busy", "busy", clock.instant()), null);
    }
    storage.variables().write(new VariableWrite("color", "red", "alice", current -> true, "key-1"));
    storage.variables().write(new VariableWrite("color", "blue", "bob", current -> true, null));
    storage
        .replicas()
        .register(
            new rollcall.api.status.Status.Replica(
                "server.1@n1", "0.1.0", T0, clock.instant(), null));
    while (storage.prune(new Retention(1000, 1000, 20, Duration.ofDays(1))) > 0) {}
  }

  private static List<String> names(Storage storage, Instant at) {
    return storage
        .roster()
        .list(new ContainerQuery(ContainerQuery.Criteria.NONE, true, at, null, 100))
        .value()
        .stream()
        .map(entry -> entry.name())
        .sorted()
        .toList();
  }

  private void change(String name, String sql) throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(name));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".gate"))
          .sorted()
          .toList();
    }
  }

  private Storage open(String name) {
    return new SqlStorage(
        new SqliteBackend(folder.resolve(name), Duration.ofMillis(200)),
        clock,
        Duration.ofSeconds(10),
        CommitListener.NONE);
  }

  private byte[] backUp(String name) throws IOException {
    Path copy = folder.resolve("backup");
    SqliteBackup.write(folder.resolve(name), copy);
    byte[] bytes = Files.readAllBytes(copy);
    Files.delete(copy);
    return bytes;
  }

  private SqliteRestore.Restored restore(byte[] backup, String name, boolean overwrite)
      throws IOException {
    return SqliteRestore.run(
        new ByteArrayInputStream(backup), folder.resolve(name), overwrite, clock.instant());
  }
}
