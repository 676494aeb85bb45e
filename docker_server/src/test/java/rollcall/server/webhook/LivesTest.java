package rollcall.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.api.node.SwarmSnapshot;
import rollcall.server.storage.Storage;
import rollcall.server.storage.TestClock;
import rollcall.server.storage.change.ChangeEntry;
import rollcall.server.storage.change.CommitListener;
import rollcall.server.storage.sql.SqlStorage;
import rollcall.server.storage.sqlite.SqliteBackend;

/** The webhook events for sequences of container states ("lives"). */
class LivesTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final List<Duration> CLOCKS = List.of(DAY.negated(), Duration.ZERO, DAY);
  private static final int STARTS = 5;

  @TempDir Path folder;
  private final TestClock clock = new TestClock(Instant.parse("2026-11-20T12:00:00Z"));
  private Storage storage;
  private Duration ahead = Duration.ZERO;

  @AfterEach
  void close() {
    storage.close();
  }

  /** A life and its expected events. */
  private interface Life {
    void lead(LivesTest test);
  }

  private static Arguments life(String name, Life life, String... events) {
    return Arguments.of(name, life, List.of(events));
  }

  static Stream<Arguments> lives() {
    return Stream.of(
        life("installed beside services that were updated long ago", t -> t.installed(3600, 0)),
        life("installed beside services that failed a moment ago", t -> t.installed(60, 1)),
        life("updated again and again", t -> t.updates(0, true)),
        life("updated, SIGTERM ends it", t -> t.updates(143, true)),
        life("updated, SIGKILL ends it", t -> t.updates(137, true)),
        life("updated, its agent cannot tell why it ended", t -> t.updates(0, null)),
        life("updated, its agent sees an exit code only", t -> t.updates(143, null)),
        life("updated, the new one first", LivesTest::updatesStartFirst),
        life("scaled up and down", LivesTest::scales),
        life("moved from node to node by drains", LivesTest::drains),
        life("a job that does its work", LivesTest::job),
        life("a container that is stopped and started", LivesTest::stopsAndStarts),
        life("a project that is recreated", LivesTest::recreates),
        life("containers that the engine starts again after its own restart", t -> t.engine()),
        life("a one-shot container", t -> t.oneShot(0, false)),
        life("known from the list only, read later", LivesTest::readLater),
        life("a crash whose code comes later", LivesTest::agentUpdated, "container_died"),
        life(
            "a node that is stale and comes back",
            LivesTest::staleAndBack,
            "node_stale",
            "node_back"),
        life(
            "an agent that was away while slots were filled anew",
            LivesTest::awayForLong,
            "node_stale",
            "node_back"),
        life("two machines of one name", LivesTest::clones, "node_clash"),
        life("a one-shot container that fails", t -> t.oneShot(3, false), "container_died"),
        life("killed from outside the engine", t -> t.oneShot(137, false), "container_died"),
        life(
            "a crash loop under a restart policy, half of it by memory",
            t -> t.policy(8, 4),
            "container_died*4",
            "container_oom*4",
            "restart_loop"),
        life(
            "restarts between two looks",
            LivesTest::policyBetweenLooks,
            "container_died*2",
            "restart_loop"),
        life("a restart policy that gives up", LivesTest::policyGivesUp, "container_died*4"),
        life(
            "two crash loops with a calm hour between",
            LivesTest::policyTwice,
            "container_died*12",
            "restart_loop*2"),
        life(
            "a service whose tasks fail",
            t -> t.slot(6, 1, false),
            "container_died*6",
            "restart_loop"),
        life("a service whose tasks end with 0", t -> t.slot(6, 0, false), "restart_loop"),
        life(
            "installed in the middle of a crash loop",
            LivesTest::installedInLoop,
            "container_died*5",
            "restart_loop"),
        life(
            "came and crashed while the database was away",
            t -> t.cameWhileAway(180, 20, false),
            "container_died"),
        life(
            "came and crashed while the database was away for long",
            t -> t.cameWhileAway(1800, 60, false),
            "container_died"),
        life(
            "came, crashed and went while the database was away",
            t -> t.cameWhileAway(180, 20, true),
            "container_died"),
        life(
            "came, crashed and went while the database was away for long",
            t -> t.cameWhileAway(1800, 60, true),
            "container_died"),
        life(
            "a crash while the agent was away",
            LivesTest::crashWhileAway,
            "container_died",
            "node_stale",
            "node_back"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lives")
  void eachLifeGivesTheExpectedEvents(String name, Life life, List<String> events)
      throws Exception {
    for (Duration clockAhead : CLOCKS) {
      open("life" + clockAhead);
      ahead = clockAhead;
      life.lead(this);

      assertThat(counted()).as("clock ahead by %s", clockAhead).isEqualTo(expected(events));
      storage.close();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void expectedExitsGiveNoEvent_andEachCrashGivesOne(long seed) throws Exception {
    open("random" + seed);
    Random random = new Random(seed);
    ahead = Duration.ofSeconds(random.nextInt(200_000) - 100_000);
    PlayedNode node = node("n1");
    node.tell();
    List<String> running = new ArrayList<>();
    for (int slot = 1; slot <= 4; slot++) {
      running.add(node.start("shop", slot));
    }
    int crashes = 0;
    for (int step = 0; step < 60; step++) {
      pause(random.nextInt(40) + 1);
      int slot = random.nextInt(4);
      String id = running.get(slot);
      switch (random.nextInt(6)) {
        case 0 -> node.end(id, random.nextBoolean() ? 0 : 143, false, true);
        case 1 -> node.removeEnded(id, 137, false, true);
        case 2 -> {
          node.tell();
          continue;
        }
        case 3 -> {
          node.end(id, 143, random.nextBoolean(), true);
          node.run(id, 0);
          continue;
        }
        case 4 -> {
          if (seed % 2 == 0) {
            crashes++;
            node.endForRestart(id, 1 + random.nextInt(3), false);
            node.run(id, node.restarts(id));
          }
          continue;
        }
        default -> {
          node.end(id, 0, false, null);
        }
      }
      running.set(slot, node.start("shop", slot + 1));
    }

    Map<String, Integer> counted = counted();
    counted.remove("restart_loop");
    assertThat(counted)
        .isEqualTo(expected(crashes == 0 ? List.of() : List.of("container_died*" + crashes)));
    if (seed % 2 == 1) {
      assertThat(events()).isEmpty();
    }
  }

  private void installed(int secondsApart, int code) {
    PlayedNode node = node("n1");
    node.away(true);
    for (int slot = 1; slot <= 3; slot++) {
      for (int i = 0; i < STARTS; i++) {
        String id = node.start("shop", slot);
        pause(secondsApart);
        node.end(id, code, false, null);
      }
      node.start("shop", slot);
    }
    pause(60);
    node.away(false);
  }

  private void updates(int code, Boolean stopped) {
    PlayedNode node = node("n1");
    node.tell();
    for (int i = 0; i < 2 * STARTS; i++) {
      String id = node.start("shop", 1);
      pause(30);
      node.end(id, code, false, stopped);
      pause(1);
    }
  }

  private void updatesStartFirst() {
    PlayedNode node = node("n1");
    node.tell();
    String last = node.start("shop", 1);
    for (int i = 0; i < 2 * STARTS; i++) {
      pause(20);
      String next = node.start("shop", 1);
      pause(5);
      node.removeEnded(last, 137, false, true);
      last = next;
    }
  }

  private void scales() {
    PlayedNode node = node("n1");
    node.tell();
    for (int i = 0; i < STARTS + 2; i++) {
      List<String> ids = Stream.of(1, 2, 3).map(slot -> node.start("shop", slot)).toList();
      pause(20);
      ids.forEach(id -> node.removeEnded(id, 143, false, true));
    }
  }

  private void drains() {
    List<PlayedNode> nodes = List.of(node("n1"), node("n2"));
    nodes.forEach(PlayedNode::tell);
    for (int i = 0; i < 2 * STARTS; i++) {
      PlayedNode node = nodes.get(i % 2);
      String id = node.start("shop", 1);
      pause(30);
      node.removeEnded(id, 137, false, true);
    }
  }

  private void job() {
    PlayedNode node = node("n1");
    node.swarm =
        new SwarmSnapshot(
            List.of(), List.of(new SwarmSnapshot.Service("shop", "replicated-job", 1)));
    node.tell();
    slot(2 * STARTS, 0, false, node);
  }

  private void clones() {
    List<PlayedNode> machines = List.of(node("debian"), node("debian"));
    machines.get(0).engine = "AAAA:1111";
    machines.get(1).engine = "BBBB:2222";
    machines.forEach(machine -> machine.start("shop", 1));
    for (int i = 0; i < 3 * STARTS; i++) {
      pause(5);
      machines.forEach(PlayedNode::tell);
    }
  }

  private void stopsAndStarts() {
    PlayedNode node = node("n1");
    node.tell();
    String id = node.start(null, null);
    for (int i = 0; i < STARTS + 2; i++) {
      pause(10);
      node.end(id, i % 2 == 0 ? 143 : 137, false, true);
      pause(10);
      node.run(id, 0);
    }
  }

  private void recreates() {
    PlayedNode node = node("n1");
    node.tell();
    for (int i = 0; i < STARTS + 2; i++) {
      String id = node.start(null, null);
      pause(10);
      node.removeEnded(id, 137, false, true);
    }
  }

  private void engine() {
    PlayedNode node = node("n1");
    node.away(true);
    String id = node.start(null, null);
    node.run(id, 17);
    node.away(false);
    for (int i = 0; i < STARTS + 2; i++) {
      pause(20);
      node.run(id, 0);
    }
  }

  private void oneShot(int code, boolean stopped) {
    PlayedNode node = node("n1");
    node.tell();
    pause(60);
    node.removeEnded(node.start(null, null), code, false, stopped);
  }

  private void readLater() {
    PlayedNode node = node("n1");
    node.away(true);
    String id = node.start(null, null);
    pause(60);
    node.end(id, 3, false, null);
    pause(3 * 3600);
    node.unread(id, false);
    node.away(false);
    pause(10);
    node.read(id);
  }

  private void agentUpdated() {
    PlayedNode node = node("n1");
    node.tell();
    String id = node.start(null, null);
    pause(3600);
    node.away(true);
    node.endForRestart(id, 3, false);
    node.unread(id, true);
    node.away(false);
    pause(10);
    node.read(id);
  }

  private void staleAndBack() {
    PlayedNode node = node("n1");
    node.tell();
    String id = node.start("shop", 1);
    node.start("shop", 2);
    node.start(null, null);
    node.end(id, 0, false, true);
    pause(60);
    storage.nodes().expire(storage.nodes().lastMessages(), Duration.ofSeconds(30));
    pause(60);
    node.tell();
  }

  private void awayForLong() {
    PlayedNode node = node("n1");
    node.tell();
    String id = node.start("shop", 1);
    pause(10);
    node.away(true);
    pause(60);
    storage.nodes().expire(storage.nodes().lastMessages(), Duration.ofSeconds(30));
    node.removeEnded(id, 0, false, true);
    for (int i = 0; i < STARTS + 1; i++) {
      String next = node.start("shop", 1);
      pause(1200);
      node.end(next, 1, false, null);
      pause(600);
    }
    node.start("shop", 1);
    node.away(false);
  }

  private void policy(int ends, int byMemory) {
    PlayedNode node = node("n1");
    node.tell();
    String id = node.start(null, null);
    for (int i = 0; i < ends; i++) {
      pause(5);
      boolean isOutOfMemory = i < byMemory;
      node.endForRestart(id, isOutOfMemory ? 137 : 3, isOutOfMemory);
      pause(1);
      node.run(id, i + 1);
    }
  }

  private void policyBetweenLooks() {
    PlayedNode node = node("n1");
    node.tell();
    String id = node.start(null, null);
    pause(5);
    node.run(id, 3);
    pause(5);
    node.run(id, 6);
  }

  private void policyGivesUp() {
    PlayedNode node = node("n1");
    node.tell();
    String id = node.start(null, null);
    for (int i = 1; i <= 3; i++) {
      pause(10);
      node.endForRestart(id, 3, false);
      node.run(id, i);
    }
    pause(10);
    node.end(id, 3, false, false);
  }

  private void policyTwice() {
    PlayedNode node = node("n1");
    node.tell();
    String id = node.start(null, null);
    for (int i = 0; i < 12; i++) {
      pause(i == 6 ? 3600 : 20);
      node.endForRestart(id, 3, false);
      node.run(id, i + 1);
    }
  }

  private void slot(int tasks, int code, boolean stopped) {
    PlayedNode node = node("n1");
    node.tell();
    slot(tasks, code, stopped, node);
  }

  private void slot(int tasks, int code, boolean stopped, PlayedNode node) {
    for (int i = 0; i < tasks; i++) {
      pause(5);
      String id = node.start("shop", 1);
      pause(10);
      node.end(id, code, false, stopped);
    }
  }

  private void installedInLoop() {
    PlayedNode node = node("n1");
    node.away(true);
    slot(6, 1, false, node);
    pause(10);
    node.away(false);
    slot(5, 1, false, node);
  }

  private void crashWhileAway() {
    PlayedNode node = node("n1");
    node.tell();
    String id = node.start("shop", 1);
    pause(10);
    node.away(true);
    pause(600);
    storage.nodes().expire(storage.nodes().lastMessages(), Duration.ofSeconds(30));
    node.end(id, 3, false, false);
    pause(3000);
    node.away(false);
  }

  /** The agent saw it, but its next list is the first one that reports it. */
  private void cameWhileAway(int seconds, int livedFor, boolean isRemoved) {
    PlayedNode node = node("n1");
    node.tell();
    pause(60);
    node.away(true);
    String id = node.start(null, null);
    pause(livedFor);
    node.end(id, 3, false, false);
    if (isRemoved) {
      node.remove(id);
    }
    pause(seconds - livedFor);
    node.away(false);
  }

  private PlayedNode node(String name) {
    return new PlayedNode(name, storage, clock, ahead);
  }

  private void pause(int seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }

  private void open(String name) throws Exception {
    storage =
        new SqlStorage(
            new SqliteBackend(folder.resolve(name + ".db"), Duration.ofMillis(500)),
            clock,
            Duration.ofSeconds(10),
            CommitListener.NONE);
  }

  private List<String> events() {
    WebhookConfig webhook =
        new WebhookConfig(
            URI.create("http://127.0.0.1:9/"), Optional.empty(), STARTS, Duration.ofMinutes(10));
    EventDetector detector = new EventDetector(storage, webhook);
    List<String> events = new ArrayList<>();
    for (ChangeEntry change : storage.changes().after(0, 10_000)) {
      detector.of(change).forEach(event -> events.add(event.type().wireName()));
    }
    return events;
  }

  private Map<String, Integer> counted() {
    Map<String, Integer> counted = new TreeMap<>();
    events().forEach(event -> counted.merge(event, 1, Integer::sum));
    return counted;
  }

  private static Map<String, Integer> expected(List<String> events) {
    Map<String, Integer> expected = new TreeMap<>();
    for (String event : events) {
      String[] parts = event.split("\\*", 2);
      expected.put(parts[0], parts.length == 1 ? 1 : Integer.parseInt(parts[1]));
    }
    return expected;
  }
}
