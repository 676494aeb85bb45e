package rollcall.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import rollcall.api.container.Report;
import rollcall.api.container.State;
import rollcall.api.history.Change.What;
import rollcall.api.history.Placement;
import rollcall.api.node.Heartbeat;
import rollcall.api.node.Node;
import rollcall.api.node.NodeReport;
import rollcall.api.node.Sender;
import rollcall.server.Reports;
import rollcall.server.storage.change.ChangeEntry;
import rollcall.server.storage.roster.ContainerQuery;
import rollcall.server.storage.roster.PlacementQuery;
import rollcall.server.storage.roster.Reception;
import rollcall.server.storage.roster.Reception.Verdict;
import rollcall.server.storage.roster.RosterEntry;

/** Contract of every storage for the identity of nodes and the order of their messages. */
public interface NodeContract {
  Instant T0 = Instant.parse("2026-11-20T12:00:00Z");

  Storage storage();

  Storage other();

  TestClock clock();

  /** A machine with an agent. */
  final class Machine {
    private final String engine;
    private final String run;
    private String hostname;
    private long sequence;
    private Instant clock = T0;

    public Machine(String engine, String run, String hostname) {
      this.engine = engine;
      this.run = run;
      this.hostname = hostname;
    }

    NodeReport list(String... ids) {
      List<Report> reports = new ArrayList<>();
      for (String id : ids) {
        reports.add(Reports.onNode(id, "c-" + id, hostname, clock));
      }
      return new NodeReport(
              clock, "0.2.0", null, null, reports, List.of(), "d" + String.join(",", ids), null)
          .from(next());
    }

    Heartbeat beat(String... ids) {
      return new Heartbeat(clock, "d" + String.join(",", ids), Map.of(), next());
    }

    Sender next() {
      return new Sender(engine, run, ++sequence);
    }

    public Verdict put(Storage storage, String... ids) {
      return storage.nodes().report(hostname, list(ids)).value().verdict();
    }
  }

  private Set<String> existing() {
    Set<String> ids = new HashSet<>();
    other().roster().list(ContainerQuery.first(100)).value().forEach(entry -> ids.add(entry.id()));
    return ids;
  }

  private List<What> whats() {
    return storage().changes().after(0, 500).stream().map(ChangeEntry::what).toList();
  }

  private List<Placement> placements(String id) {
    return storage().roster().placements(PlacementQuery.ofContainer(id)).value();
  }

  private Node node(String name) {
    return storage().nodes().list().value().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void stale(String name) {
    Map<String, String> silent = new HashMap<>(storage().nodes().lastMessages());
    silent.keySet().retainAll(List.of(name));
    assertThat(storage().nodes().expire(silent, Duration.ofSeconds(30))).isEqualTo(1);
  }

  @Test
  default void machinesWithOneHostname_areTwoNodes_withSeparateContainers() {
    Machine first = new Machine("aaaa:1111", "run-a", "debian");
    Machine second = new Machine("2F9C:1ABC", "run-b", "debian");
    for (int round = 0; round < 25; round++) {
      assertThat(first.put(storage(), "a1", "a2")).isEqualTo(Verdict.TAKEN);
      assertThat(second.put(other(), "b1")).isEqualTo(Verdict.TAKEN);
    }

    assertThat(existing()).containsExactlyInAnyOrder("a1", "a2", "b1");
    assertThat(placements("a1")).hasSize(1);
    assertThat(placements("b1")).extracting(Placement::node).containsExactly("debian~2f9c1a");
    assertThat(storage().nodes().list().value())
        .extracting(Node::name)
        .containsExactly("debian", "debian~2f9c1a");
    assertThat(node("debian").clash()).contains("hostname debian", "debian~2f9c1a");
    assertThat(node("debian~2f9c1a").clash()).contains("hostname debian");
    assertThat(whats()).containsOnlyOnce(What.NODE_CLASH);
    assertThat(other().nodes().heartbeat("debian", second.beat("b1")).value())
        .isEqualTo(Verdict.TAKEN);
    assertThat(storage().nodes().report("debian", second.list("b1")).value().clash()).isNotNull();
  }

  @Test
  default void renamedHost_isTheSameNode_andNoPlacementEnds() {
    Machine machine = new Machine("aaaa:1111", "run-a", "old");
    machine.put(storage(), "a1", "a2");
    machine.hostname = "new";
    machine.put(other(), "a1", "a2");

    assertThat(storage().nodes().list().value()).extracting(Node::name).containsExactly("new");
    assertThat(placements("a1")).extracting(Placement::endedAt).containsExactly((Instant) null);
    assertThat(placements("a1").get(0).node()).isEqualTo("new");
    assertThat(whats()).contains(What.NODE_RENAMED).doesNotContain(What.REMOVED);
    RosterEntry entry = other().roster().find("a1").value().orElseThrow();
    assertThat(entry.toContainer().report().node()).isEqualTo("new");
  }

  @Test
  default void equalContainerIds_onTwoMachines_areTwoContainers() {
    Machine first = new Machine("aaaa:1111", "run-a", "one");
    Machine second = new Machine("bbbb:2222", "run-b", "two");
    for (int round = 0; round < 5; round++) {
      first.put(storage(), "a1", "a2");
      second.put(other(), "a1", "a2", "b3");
    }

    assertThat(existing()).containsExactlyInAnyOrder("a1", "a2", "a1@two", "a2@two", "b3");
    assertThat(node("one").containers()).isEqualTo(2);
    assertThat(node("two").containers()).isEqualTo(3);
    assertThat(placements("a1")).hasSize(1);
    assertThat(placements("a1@two")).hasSize(1);
    Map<String, Heartbeat.Usage> usage = Map.of("a1", new Heartbeat.Usage(77.0, 0.5));
    Heartbeat beat = new Heartbeat(T0, "da1,a2,b3", usage, second.next());
    assertThat(other().nodes().heartbeat("two", beat).value()).isEqualTo(Verdict.TAKEN);
    assertThat(other().roster().find("a1@two").value().orElseThrow().usage().memoryUsage())
        .isEqualTo(77);
    assertThat(other().roster().find("a1").value().orElseThrow().usage().memoryUsage())
        .isNotEqualTo(77);
    second.put(other(), "a2");
    assertThat(existing()).containsExactlyInAnyOrder("a1", "a2", "a2@two");
  }

  @Test
  default void container_thatMovedFromAStaleNode_staysOne() {
    Machine first = new Machine("aaaa:1111", "run-a", "one");
    first.put(storage(), "a1");
    stale("one");
    new Machine("bbbb:2222", "run-b", "two").put(other(), "a1");

    assertThat(existing()).containsExactly("a1");
    assertThat(placements("a1")).extracting(Placement::node).containsExactly("two", "one");
  }

  @Test
  default void order_isBySequenceNumber_notByTime() {
    Machine machine = new Machine("aaaa:1111", "run-a", "one");
    NodeReport late = machine.list("a1");
    NodeReport newest = machine.list("b2");
    assertThat(storage().nodes().report("one", newest).value().verdict()).isEqualTo(Verdict.TAKEN);
    assertThat(other().nodes().report("one", late).value().verdict()).isEqualTo(Verdict.OUTDATED);
    assertThat(other().nodes().report("one", newest).value())
        .isEqualTo(new Reception(Verdict.TAKEN, 0, "one", null));
    for (Duration step :
        List.of(Duration.ofSeconds(-100), Duration.ofDays(-10), Duration.ofDays(30))) {
      machine.clock = T0.plus(step);
      assertThat(machine.put(storage(), "b2", "c3")).isEqualTo(Verdict.TAKEN);
      assertThat(storage().nodes().heartbeat("one", machine.beat("b2", "c3")).value())
          .isEqualTo(Verdict.TAKEN);
      assertThat(machine.put(storage(), "b2")).isEqualTo(Verdict.TAKEN);
    }
    assertThat(existing()).containsExactly("b2");
  }

  @Test
  default void newRun_supersedesImmediately_andTheOldOneIsRefused() {
    Machine old = new Machine("aaaa:1111", "run-1", "one");
    Machine copy = new Machine("aaaa:1111", "run-2", "one");
    old.put(storage(), "a1");
    copy.put(storage(), "a1", "b2");
    for (int round = 0; round < 4; round++) {
      assertThat(old.put(other(), "a1")).isEqualTo(Verdict.SUPERSEDED);
      assertThat(other().nodes().heartbeat("one", old.beat("a1")).value())
          .isEqualTo(Verdict.SUPERSEDED);
      assertThat(other().nodes().left("one", old.next()).value()).isTrue();
      assertThat(node("one").leftAt()).isNull();
      clock().advance(Duration.ofSeconds(3));
      copy.put(storage(), "a1", "b2");
    }

    assertThat(existing()).containsExactlyInAnyOrder("a1", "b2");
    assertThat(placements("b2")).hasSize(1);
    assertThat(node("one").clash()).contains("engine id", "/var/lib/docker/engine-id");
    assertThat(whats()).containsOnlyOnce(What.NODE_CLASH);
    other().nodes().left("one", copy.next());
    assertThat(old.put(other(), "a1")).isEqualTo(Verdict.TAKEN);
    assertThat(node("one").clash()).isNull();
    assertThat(copy.put(other(), "a1", "b2")).isEqualTo(Verdict.SUPERSEDED);
    stale("one");
    assertThat(copy.put(other(), "a1", "b2")).isEqualTo(Verdict.TAKEN);
  }

  @Test
  default void restartedAgent_withADelayedMessage_isNoClash() {
    Machine before = new Machine("aaaa:1111", "run-1", "one");
    before.put(storage(), "a1");
    NodeReport late = before.list("a1", "old");
    Machine after = new Machine("aaaa:1111", "run-2", "one");
    after.put(storage(), "a1");

    assertThat(other().nodes().report("one", late).value().verdict()).isEqualTo(Verdict.SUPERSEDED);
    clock().advance(Duration.ofMinutes(2));
    after.put(storage(), "a1");

    assertThat(node("one").clash()).isNull();
    assertThat(whats()).doesNotContain(What.NODE_CLASH);
    assertThat(existing()).containsExactly("a1");
  }

  @Test
  default void singleReport_neitherRestoresNorMovesAContainer() {
    Machine machine = new Machine("aaaa:1111", "run-a", "n1");
    machine.put(storage(), "a1", "b2");
    machine.put(storage(), "b2");
    for (long seconds : new long[] {-20, 0, 1, 20, 100_000}) {
      Instant time = T0.plusSeconds(seconds);
      storage().roster().report(Reports.onNode("a1", "c-a1", "n1", time), null);
      storage()
          .roster()
          .report(Report.basic("a1", "c-a1", "nginx:1", time.plusMillis(1), 1, 0), null);
      storage().roster().report(Reports.onNode("b2", "c-b2", "n2", time.plusMillis(2)), null);
    }

    assertThat(existing()).containsExactly("b2");
    assertThat(other().roster().find("a1").value().orElseThrow().state()).isEqualTo("removed");
    assertThat(placements("b2")).extracting(Placement::node).containsExactly("n1");
  }

  /** It sends its list only when it changes, so that differing rows would persist. */
  @Test
  default void agentWithoutSequenceNumbers_isAskedForItsListOncePerMinute() {
    listWithoutSequence(T0);

    assertThat(heartbeatWithoutCount(T0.plusSeconds(50))).isEqualTo(Verdict.TAKEN);
    assertThat(heartbeatWithoutCount(T0.minusSeconds(3600)))
        .as("its clock was set back: its list would be taken for an older one")
        .isEqualTo(Verdict.TAKEN);
    assertThat(heartbeatWithoutCount(T0.plusSeconds(60))).isEqualTo(Verdict.UNKNOWN);

    listWithoutSequence(T0.plusSeconds(61));
    assertThat(heartbeatWithoutCount(T0.plusSeconds(70))).isEqualTo(Verdict.TAKEN);
  }

  private void listWithoutSequence(Instant time) {
    storage()
        .nodes()
        .report(
            "old", new NodeReport(time, "0.1.0", null, null, List.of(), List.of(), "digest", null));
  }

  private Verdict heartbeatWithoutCount(Instant time) {
    return other().nodes().heartbeat("old", new Heartbeat(time, "digest", Map.of())).value();
  }

  @Test
  default void measurements_areThoseThatArrivedLast_notByTime() {
    Machine machine = new Machine("aaaa:1111", "run-a", "n1");
    machine.put(storage(), "a1");
    machine.clock = T0.minus(Duration.ofDays(10));
    Map<String, Heartbeat.Usage> usage = Map.of("a1", new Heartbeat.Usage(55.0, 0.5));
    storage().nodes().heartbeat("n1", new Heartbeat(machine.clock, "da1", usage, machine.next()));

    assertThat(other().roster().find("a1").value().orElseThrow().usage().memoryUsage())
        .isEqualTo(55);
    Report posted = Report.basic("a1", "c-a1", "x", machine.clock.plusSeconds(1), 66, 0);
    storage().roster().report(posted, null);
    assertThat(other().roster().find("a1").value().orElseThrow().usage().memoryUsage())
        .isEqualTo(66);
  }

  @Test
  default void machinesWithRandomHistories_endWithTheirEnginesContainers() {
    for (int seed = 1; seed <= 12; seed++) {
      Random random = new Random(seed);
      List<Machine> machines = new ArrayList<>();
      Map<Machine, Set<String>> engines = new HashMap<>();
      Map<Machine, NodeReport> sent = new HashMap<>();
      for (int i = 0; i < 4; i++) {
        Machine machine =
            new Machine(
                "s" + seed + "e" + i,
                "s" + seed + "r" + i,
                "host" + random.nextInt(2) + "s" + seed);
        machines.add(machine);
        engines.put(machine, new HashSet<>(Set.of("s" + seed + "clone")));
      }
      for (int step = 0; step < 60; step++) {
        Machine machine = machines.get(random.nextInt(machines.size()));
        Set<String> ids = engines.get(machine);
        machine.clock = machine.clock.plusSeconds(random.nextInt(4000) - 2000);
        switch (random.nextInt(5)) {
          case 0 -> ids.add("s" + seed + "c" + step);
          case 1 -> ids.stream().skip(1).findFirst().ifPresent(ids::remove);
          case 2 -> machine.hostname = "host" + random.nextInt(3) + "s" + seed;
          default -> {}
        }
        Storage either = random.nextBoolean() ? storage() : other();
        NodeReport list = machine.list(ids.toArray(String[]::new));
        boolean isUpdated =
            sent.containsKey(machine)
                && random.nextBoolean()
                && either
                        .nodes()
                        .update(machine.hostname, UpdateContract.between(sent.get(machine), list))
                        .value()
                        .verdict()
                    == Verdict.TAKEN;
        if (!isUpdated) {
          assertThat(either.nodes().report(machine.hostname, list).value().verdict())
              .isEqualTo(Verdict.TAKEN);
        }
        sent.put(machine, list);
      }
      int all = 0;
      for (Machine machine : machines) {
        Reception last =
            storage()
                .nodes()
                .report(machine.hostname, machine.list(engines.get(machine).toArray(String[]::new)))
                .value();
        assertThat(node(last.node()).containers())
            .as("seed %d, %s", seed, last.node())
            .isEqualTo(engines.get(machine).size());
        all += engines.get(machine).size();
      }
      String prefix = "s" + seed;
      assertThat(
              storage().roster().list(ContainerQuery.first(10_000)).value().stream()
                  .filter(entry -> entry.id().matches(prefix + "(c|clone).*"))
                  .filter(entry -> State.RUNNING.wireName().equals(entry.state())))
          .as("seed %d", seed)
          .hasSize(all);
    }
  }
}
