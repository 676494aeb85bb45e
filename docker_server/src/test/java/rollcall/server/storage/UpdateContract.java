package rollcall.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import rollcall.api.container.Report;
import rollcall.api.container.State;
import rollcall.api.history.Change.What;
import rollcall.api.node.Heartbeat;
import rollcall.api.node.ListUpdate;
import rollcall.api.node.NodeReport;
import rollcall.api.node.Sender;
import rollcall.server.Reports;
import rollcall.server.storage.change.ChangeEntry;
import rollcall.server.storage.roster.ContainerQuery;
import rollcall.server.storage.roster.PlacementQuery;
import rollcall.server.storage.roster.Reception;
import rollcall.server.storage.roster.Reception.Verdict;
import rollcall.server.storage.roster.RosterEntry;

/** Contract of every storage for updates of a node's list: they do what the whole list would. */
public interface UpdateContract {
  Instant T0 = Instant.parse("2026-11-20T12:00:00Z");

  Storage storage();

  Storage other();

  /** The update from one list to the next. */
  static ListUpdate between(NodeReport base, NodeReport list) {
    List<Report> changed = new ArrayList<>(list.containers());
    changed.removeAll(base.containers());
    Set<String> removed = ids(base);
    removed.removeAll(ids(list));
    return new ListUpdate(
        String.valueOf(base.digest()),
        new Heartbeat(list.timestamp(), list.digest(), Map.of(), list.sender()),
        changed,
        list.departed(),
        List.copyOf(removed),
        list.listed(),
        list.unread());
  }

  private static Set<String> ids(NodeReport list) {
    return list.containers().stream().map(Report::id).collect(Collectors.toSet());
  }

  /** A node with containers. */
  final class Host {
    private final String name;
    private final Map<String, Report> containers = new LinkedHashMap<>();
    private List<Report> departed = List.of();
    private long sequence;

    Host(String name) {
      this.name = name;
    }

    Report container(String id) {
      return Reports.onNode(name + id, "c-" + id, name, T0);
    }

    void put(Report report) {
      containers.put(report.id(), report);
    }

    void change(String id, UnaryOperator<Report> change) {
      containers.computeIfPresent(name + id, (key, report) -> change.apply(report));
    }

    /** Removes a container; the next list has its last report if {@code told}. */
    void remove(String id, boolean told) {
      Report last = containers.remove(name + id);
      departed =
          told && last != null
              ? List.of(last.toBuilder().state(State.EXITED).exitCode(3).build())
              : List.of();
    }

    Heartbeat beat(NodeReport list) {
      sequence++;
      Sender sender = new Sender("engine-" + name, "run-" + name, sequence);
      return new Heartbeat(T0, list.digest(), Map.of(), sender);
    }

    NodeReport list() {
      sequence++;
      NodeReport list =
          NodeReport.builder(T0.plusSeconds(sequence), "0.2.0")
              .containers(List.copyOf(containers.values()), departed)
              .digest("digest-" + sequence)
              .listed(containers.size(), 0)
              .sender(new Sender("engine-" + name, "run-" + name, sequence))
              .build();
      departed = List.of();
      return list;
    }
  }

  private Verdict update(Host host, NodeReport base, NodeReport list) {
    return other().nodes().update(host.name, between(base, list)).value().verdict();
  }

  /** What the roster, the history and the change feed have about a node, without its name. */
  private List<String> state(String node) {
    List<String> state = new ArrayList<>();
    for (RosterEntry entry : storage().roster().list(ContainerQuery.first(1000)).value()) {
      if (!node.equals(entry.toContainer().report().node())) {
        continue;
      }
      state.add(entry.facts() + entry.state() + entry.usage() + entry.seen().removedAt());
      storage()
          .roster()
          .placements(PlacementQuery.ofContainer(entry.id()))
          .value()
          .forEach(
              placement ->
                  state.add(
                      entry.id() + " ran " + (placement.endedAt() == null) + placement.exitCode()));
    }
    for (ChangeEntry change : storage().changes().after(0, 500)) {
      if (change.entry() != null && change.entry().id().startsWith(node)) {
        state.add(change.what() + " " + change.entry().id());
      }
    }
    return state.stream().map(line -> line.replace(node, "NODE")).toList();
  }

  @Test
  default void updates_leaveTheStateThatWholeListsLeave() {
    for (int seed = 1; seed <= 8; seed++) {
      Host lists = new Host("lists" + seed);
      Host updates = new Host("updates" + seed);
      Random random = new Random(seed);
      NodeReport base = updates.list();
      storage().nodes().report(updates.name, base);
      storage().nodes().report(lists.name, lists.list());
      for (int step = 0; step < 20; step++) {
        String id = "c" + random.nextInt(6);
        int action = random.nextInt(6);
        boolean told = random.nextBoolean();
        for (Host host : List.of(lists, updates)) {
          switch (action) {
            case 0 -> host.remove(id, told);
            case 1 -> host.change(id, report -> report.toBuilder().state(State.PAUSED).build());
            case 2 ->
                host.change(
                    id, report -> report.toBuilder().state(State.EXITED).exitCode(1).build());
            case 3 -> host.change(id, report -> report.toBuilder().memoryUsage(77).build());
            default -> host.put(host.container(id));
          }
        }
        storage().nodes().report(lists.name, lists.list());
        NodeReport list = updates.list();
        assertThat(update(updates, base, list)).isEqualTo(Verdict.TAKEN);
        base = list;
      }
      assertThat(state(updates.name)).as("seed %d", seed).isEqualTo(state(lists.name));
    }
  }

  @Test
  default void update_changesOnlyWhatItNames() {
    Host host = new Host("n");
    for (int i = 0; i < 5; i++) {
      host.put(host.container("c" + i));
    }
    NodeReport base = host.list();
    storage().nodes().report("n", base);
    host.change("c1", report -> report.toBuilder().state(State.PAUSED).build());
    host.remove("c2", true);
    Reception reception = other().nodes().update("n", between(base, host.list())).value();

    assertThat(reception).isEqualTo(new Reception(Verdict.TAKEN, 3, "n", null));
    assertThat(storage().changes().after(0, 500))
        .extracting(ChangeEntry::what)
        .as("its end, its removal, and the other's state")
        .endsWith(What.CHANGED, What.REMOVED, What.CHANGED);
    assertThat(storage().nodes().list().value().get(0).containers()).isEqualTo(4);
    assertThat(storage().roster().placements(PlacementQuery.ofContainer("nc2")).value())
        .singleElement()
        .satisfies(placement -> assertThat(placement.exitCode()).isEqualTo(3));
  }

  @Test
  default void measurements_areRenewedWithoutAChange() {
    Host host = new Host("n");
    host.put(host.container("a"));
    host.put(host.container("b"));
    NodeReport base = host.list();
    storage().nodes().report("n", base);
    NodeReport list = host.list();
    Map<String, Heartbeat.Usage> usage = new HashMap<>();
    usage.put("na", new Heartbeat.Usage(99.0, 0.5));
    Heartbeat beat = new Heartbeat(list.timestamp(), list.digest(), usage, list.sender());
    ListUpdate update = new ListUpdate(base.digest(), beat, List.of(), List.of(), List.of(), 2, 0);

    assertThat(other().nodes().update("n", update).value().changes()).isZero();
    assertThat(storage().roster().find("na").value().orElseThrow().usage().memoryUsage())
        .isEqualTo(99);
    assertThat(storage().nodes().heartbeat("n", host.beat(list)).value()).isEqualTo(Verdict.TAKEN);
  }

  @Test
  default void update_ofAListThatIsNotStored_isUnknown() {
    Host host = new Host("n");
    host.put(host.container("a"));
    NodeReport first = host.list();
    NodeReport second = host.list();
    NodeReport third = host.list();
    assertThat(update(host, first, second)).as("no such node").isEqualTo(Verdict.UNKNOWN);
    storage().nodes().report("n", first);
    assertThat(update(host, second, third)).as("another list").isEqualTo(Verdict.UNKNOWN);
    assertThat(other().nodes().update("renamed", between(first, third)).value().verdict())
        .as("under another hostname")
        .isEqualTo(Verdict.UNKNOWN);
    Map<String, String> silent = storage().nodes().lastMessages();
    storage().nodes().expire(silent, Duration.ofSeconds(30));
    assertThat(update(host, first, third)).as("a stale node").isEqualTo(Verdict.UNKNOWN);
    storage().nodes().report("n", third);
    assertThat(update(host, third, second)).as("a late message").isEqualTo(Verdict.OUTDATED);

    assertThat(new HashSet<>(storage().changes().after(0, 500)))
        .extracting(ChangeEntry::what)
        .doesNotContain(What.REMOVED);
  }

  @Test
  default void update_ofAContainerThatAnotherNodeListsToo_isOfItsOwn() {
    Host one = new Host("one");
    Host two = new Host("two");
    Report shared = Reports.onNode("shared", "c", "one", T0);
    one.put(shared);
    two.put(shared.toBuilder().node("two").build());
    storage().nodes().report("one", one.list());
    NodeReport base = two.list();
    storage().nodes().report("two", base);
    two.put(shared.toBuilder().node("two").state(State.PAUSED).build());
    NodeReport paused = two.list();
    assertThat(update(two, base, paused)).isEqualTo(Verdict.TAKEN);

    assertThat(storage().roster().find("shared").value().orElseThrow().state())
        .isEqualTo("running");
    assertThat(storage().roster().find("shared@two").value().orElseThrow().state())
        .isEqualTo("paused");
    two.containers.clear();
    assertThat(update(two, paused, two.list())).isEqualTo(Verdict.TAKEN);
    assertThat(storage().roster().find("shared").value().orElseThrow().state())
        .isEqualTo("running");
    assertThat(storage().roster().find("shared@two").value().orElseThrow().state())
        .isEqualTo("removed");
  }
}
