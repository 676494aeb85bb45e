package rollcall.e2e.faults;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.api.history.Change;
import rollcall.api.history.Placement;
import rollcall.api.json.Json;
import rollcall.client.RollcallClient;
import rollcall.client.http.Endpoint;
import rollcall.client.http.HttpClients;
import rollcall.client.http.Target;
import rollcall.e2e.Command;
import rollcall.e2e.Secret;
import rollcall.e2e.docker.OwnEngine;
import rollcall.e2e.docker.Told;
import rollcall.e2e.program.Programs;

/**
 * An agent behind a bad line: 200 ms there and back, 5 % of the packets lost in each direction, and
 * {@code -Dnetwork.gaps} times (3, each takes a minute) nothing at all for 30 s, while containers
 * come and go. The server has the engine's state within 15 s after each such gap, what came and
 * went in it included, and nothing twice. The server is in a small machine, the agent and an engine
 * of its own are on this host.
 */
@Tag("long")
class NetworkTest {
  private static final int GAPS = Integer.getInteger("network.gaps", 3);
  private static final Duration GAP = Duration.ofSeconds(30);
  private static final Duration ALLOWED = Duration.ofSeconds(15);
  private static final String NODE = "far";
  private static final String IMAGE = "small";

  /** What changes with each look at a container. */
  private static final List<String> MEASURED =
      List.of("timestamp", "last_seen", "memory_usage", "cpu_usage");

  @TempDir Path folder;

  /** Exit codes of those that came and went, by name. */
  private final Map<String, Integer> ended = new LinkedHashMap<>();

  private final Set<String> told = new HashSet<>();
  private OwnEngine engine;
  private RollcallClient server;

  @Test
  void agentBehindABadLine_catchesUpAfterEachGap_andTellsEachEndOnce() throws Exception {
    String key = Secret.random();
    try (SmallMachine machine = new SmallMachine(folder);
        Programs programs = new Programs(folder);
        OwnEngine own = new OwnEngine(Files.createDirectory(folder.resolve("engine")))) {
      engine = own;
      engine.makeImage(IMAGE);
      machine.makeDataDisk(Files.createDirectory(folder.resolve("data")));
      machine.boot(BadLine.OPTIONS);
      machine.serve(Map.of("ROLLCALL_AUTH", "on", "ROLLCALL_AGENT_KEY", key));
      server = client(machine.port());
      BadLine line = new BadLine(machine);
      long delay = line.connectsIn();
      assertThat(delay).as("milliseconds of a connection").isGreaterThanOrEqualTo(200);
      programs.agent(
          Map.of(
              "DOCKER_HOST",
              engine.socket(),
              "ROLLCALL_NODE",
              NODE,
              "ROLLCALL_SERVER",
              BadLine.url(),
              "ROLLCALL_AGENT_KEY",
              key));
      lasting("first");
      patiently("the first list").atMost(Duration.ofMinutes(1)).until(this::rosterAgrees);

      long slowest = 0;
      for (int gap = 1; gap <= GAPS; gap++) {
        slowest = Math.max(slowest, gap(gap, line));
      }
      told.clear();
      historiesAgree();
      int changes = feedIsSound();
      System.out.printf(
          "a connection takes %d ms; gaps of %d s: %d, caught up after %d ms at most;"
              + " %d containers came and went, each told once; %d changes, none twice; %s dropped%n",
          delay, GAP.toSeconds(), GAPS, slowest, ended.size(), changes, line.dropped());
    }
  }

  private static RollcallClient client(int port) {
    return new RollcallClient(
        new HttpClients(), Endpoint.on(Target.SERVER, "127.0.0.1", port), Duration.ofSeconds(20));
  }

  /** Returns the milliseconds until the server had caught up. */
  private long gap(int gap, BadLine line) throws Exception {
    for (String name : List.of("kept", "paused", "stopped", "removed")) {
      lasting(name + "-" + gap);
    }
    passing("before-" + gap, 3);
    catchesUp("gap " + gap + " not yet begun");

    line.cut();
    long end = System.nanoTime() + GAP.toNanos();
    assertThat(line.connects(3000)).as("a connection in the gap").isFalse();
    engine.docker("rename", "kept-" + gap, "renamed-" + gap).ok();
    engine.docker("pause", "paused-" + gap).ok();
    engine.docker("kill", "stopped-" + gap).ok();
    remove("removed-" + gap);
    lasting("new-" + gap);
    lasting("visitor-" + gap);
    remove("visitor-" + gap);
    for (int i = 1; System.nanoTime() < end; i++) {
      passing("passing-" + gap + "-" + i, i % 100);
      Thread.sleep(500);
    }
    line.mend();

    long took = catchesUp("gap " + gap + " over");
    System.out.printf(
        "gap %d: caught up after %d ms; %d that came and went so far, each told once%n",
        gap, took, ended.size());
    return took;
  }

  private void lasting(String name) {
    run(name, "-d").and(List.of(IMAGE, "sleep", "1000")).ok();
  }

  private Command run(String name, String option) {
    return engine.docker("run", "--network", "none", "--name", name, option);
  }

  /** Ends by itself. */
  private void passing(String name, int exitCode) {
    run(name, "--rm").and(List.of(IMAGE, "sh", "-c", "exit " + exitCode)).run().exited(exitCode);
    ended.put(name, exitCode);
  }

  /** A lasting one. */
  private void remove(String name) {
    engine.docker("rm", "-f", name).ok();
    ended.put(name, 137);
  }

  private static ConditionFactory patiently(String what) {
    return Awaitility.await(what).pollInterval(Duration.ofMillis(200)).ignoreExceptions();
  }

  /** Roster and histories, within the time allowed; the roster's milliseconds. */
  private long catchesUp(String when) {
    long start = System.nanoTime();
    patiently(when + ": the roster is what docker ps -a says")
        .atMost(ALLOWED)
        .untilAsserted(() -> assertThat(Told.byRoster(server)).isEqualTo(Told.byEngine(engine)));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    patiently(when + ": each end is told")
        .atMost(ALLOWED.minus(took))
        .untilAsserted(this::historiesAgree);
    return took.toMillis();
  }

  private boolean rosterAgrees() {
    return Told.byRoster(server).equals(Told.byEngine(engine));
  }

  /**
   * Those that came and went have one placement each, which tells how it ended. Looks at each until
   * that is so.
   */
  private void historiesAgree() {
    ended.forEach(
        (name, exitCode) -> {
          if (!told.contains(name)) {
            List<Placement> placements = server.history(name).value().placements();
            assertThat(placements).as(name).hasSize(1);
            Placement only = placements.get(0);
            assertThat(only.node()).as(name).isEqualTo(NODE);
            assertThat(only.exitCode()).as(name).isEqualTo(exitCode);
            assertThat(only.endedAt()).as(name).isNotNull();
            told.add(name);
          }
        });
  }

  /**
   * Each revision once, none left out; each container appears once; no two of its changes are the
   * same. Returns how many changes there are.
   */
  private int feedIsSound() {
    List<Change> feed = Told.feed(server);
    assertThat(feed.stream().map(Change::revision))
        .as("revisions")
        .containsExactlyElementsOf(LongStream.rangeClosed(1, feed.size()).boxed().toList());
    List<Change> ofContainers = feed.stream().filter(change -> change.container() != null).toList();
    List<String> appeared =
        ofContainers.stream()
            .filter(change -> change.what() == Change.What.APPEARED)
            .map(NetworkTest::id)
            .toList();
    assertThat(appeared).as("containers that appeared").isNotEmpty().doesNotHaveDuplicates();
    ofContainers.stream()
        .collect(groupingBy(NetworkTest::id))
        .forEach(
            (id, changes) -> {
              for (int i = 1; i < changes.size(); i++) {
                assertThat(facts(changes.get(i))).as(id).isNotEqualTo(facts(changes.get(i - 1)));
              }
            });
    return feed.size();
  }

  private static String id(Change change) {
    return change.container().report().id();
  }

  /** What happened, and the container but for what is measured. */
  private static String facts(Change change) {
    JsonObject container = Json.gson().toJsonTree(change.container()).getAsJsonObject();
    MEASURED.forEach(container::remove);
    return change.what() + " " + container;
  }
}
