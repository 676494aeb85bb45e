package rollcall.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import rollcall.api.container.Report;
import rollcall.api.container.State;
import rollcall.api.history.Change.What;
import rollcall.api.history.Placement;
import rollcall.api.node.Node;
import rollcall.api.node.NodeReport;
import rollcall.api.node.SwarmSnapshot;
import rollcall.api.node.SwarmSnapshot.Member;
import rollcall.server.Reports;
import rollcall.server.storage.change.ChangeEntry;
import rollcall.server.storage.roster.PlacementQuery;

/** Contract of every storage for the expiry of swarm snapshots, nodes and placements. */
public interface PastContract {
  Instant T0 = Instant.parse("2026-11-20T12:00:00Z");

  Storage storage();

  Storage other();

  TestClock clock();

  private void list(
      String node, SwarmSnapshot swarm, String swarmNode, String state, Report... list) {
    storage()
        .nodes()
        .report(
            node,
            NodeReport.builder(clock().instant(), "0.2.0")
                .engine(null, "engine-" + node + swarmNode)
                .containers(List.of(list), List.of())
                .swarm(swarm, swarmNode, state)
                .listed(1, 0)
                .build());
  }

  private static SwarmSnapshot swarm(Member... members) {
    return new SwarmSnapshot(
        List.of(members), List.of(new SwarmSnapshot.Service("web", "global", null)));
  }

  private List<Node> nodes() {
    return other().nodes().list().value();
  }

  @Test
  default void swarm_nodesAreJoinedById() {
    SwarmSnapshot view =
        swarm(
            new Member("n1", "10.0.0.1", "manager", "active", "ready", "id-1"),
            new Member("n2", "10.0.0.2", "worker", "drain", "down", "id-2-dead"),
            new Member("n2", "10.0.0.2", "worker", "active", "ready", "id-2"),
            new Member("n3", "10.0.0.3", "worker", "active", "ready", "id-3"));
    list("n1", view, "id-1", "active");
    list("n2", null, "id-2", "active");

    assertThat(nodes())
        .extracting(node -> node.name() + " " + node.state() + " " + node.availability())
        .containsExactly("n1 ready active", "n2 ready active", "n3 ready active");
  }

  @Test
  default void swarm_snapshotExpires_whenItsManagerLeavesTheSwarm() {
    SwarmSnapshot view = swarm(new Member("n9", null, "worker", "active", "ready", "id-9"));
    list("n1", view, "id-1", "active");
    assertThat(nodes()).extracting(Node::name).containsExactly("n1", "n9");

    list("n1", null, null, "inactive");

    assertThat(nodes()).extracting(Node::name).containsExactly("n1");
    assertThat(other().nodes().services()).isEmpty();
  }

  @Test
  default void swarm_snapshotExpires_afterTheLastReportOfIt() {
    SwarmSnapshot view = swarm(new Member("n9", null, "worker", "active", "ready", "id-9"));
    list("n1", view, "id-1", "active");
    clock().advance(Duration.ofHours(5)); // a heartbeat follows
    assertThat(nodes()).hasSize(2);
    list("n1", null, "id-1", "active"); // the swarm has no leader
    assertThat(nodes()).hasSize(1);
    list("n1", view, "id-1", "active");
    storage().nodes().expire(storage().nodes().lastMessages(), Duration.ofSeconds(30));
    clock().advance(Duration.ofMinutes(9));
    assertThat(nodes()).hasSize(2);
    clock().advance(Duration.ofMinutes(2));
    assertThat(nodes()).hasSize(1);
  }

  @Test
  default void nodes_silentForLong_areForgotten_exceptSwarmNodes() {
    list("gone", null, null, null, Reports.onNode("a1", "web", "gone", T0));
    list("member", null, "id-2", "active");
    clock().advance(Duration.ofDays(40));
    Member member = new Member("member", null, "worker", "active", "down", "id-2");
    list("n1", swarm(member), "id-1", "active");

    Retention retention = new Retention(1000, 1000, 1000, Duration.ofDays(30));
    while (storage().prune(retention) > 0) {}

    assertThat(nodes()).extracting(Node::name).containsExactly("member", "n1");
    assertThat(other().roster().find("a1").value()).isEmpty();
    assertThat(storage().changes().after(0, 100))
        .filteredOn(change -> change.what() == What.NODE_FORGOTTEN)
        .extracting(ChangeEntry::node)
        .containsExactly("gone");
  }

  @Test
  default void find_prefersNamesAndServicesToIdPrefixes() {
    storage().roster().report(Reports.full("dbdbdbdb", "web", T0), null);
    storage().roster().report(Reports.full("shop_web1", "x", T0), null);

    assertThat(other().roster().find("db").value()).isEmpty();
    assertThat(other().roster().find("dbdb").value()).isPresent();
    assertThat(other().roster().find("shop_web").value()).as("a service's name").isEmpty();
    assertThat(other().roster().find("shop_web1").value()).isPresent();
  }

  private static Report global(String id, String node) {
    return Report.builder(id, "agent." + id, "agent:1", T0)
        .memoryUsage(1.0)
        .node(node)
        .service("agent")
        .task("t" + id)
        .state(State.RUNNING)
        .build();
  }

  @Test
  default void placements_ofAGlobalService_areReplacedOnTheirNode() {
    list("n1", null, null, null, global("a1", "n1"));
    list("n2", null, null, null, global("b1", "n2"));
    list("n2", null, null, null, global("b2", "n2"));
    list("n1", null, null, null, global("a2", "n1"));

    assertThat(other().roster().placements(PlacementQuery.ofService("agent")).value())
        .extracting(placement -> placement.container() + " " + placement.replacedBy())
        .containsExactly("a2 null", "b2 null", "b1 b2", "a1 a2");
  }

  @Test
  default void placements_endWhenTheirContainerStops() {
    list("n1", null, null, null, Reports.full("a1", "web", T0));
    clock().advance(Duration.ofMinutes(1));
    Instant crash = T0.plusSeconds(50);
    list("n1", null, null, null, Reports.ended("a1", "web", crash, 7));
    clock().advance(Duration.ofHours(1));

    Placement stopped =
        other().roster().placements(PlacementQuery.ofContainer("a1")).value().get(0);
    assertThat(stopped.endedAt()).isEqualTo(crash);
    assertThat(stopped.exitCode()).isEqualTo(7);
    assertThat(other().roster().transitions("a1").value())
        .extracting(transition -> transition.state() + " " + transition.exitCode())
        .containsExactly("RUNNING null", "EXITED 7");

    list("n1", null, null, null, Reports.full("a1", "web", clock().instant()));
    Placement again = other().roster().placements(PlacementQuery.ofContainer("a1")).value().get(0);
    assertThat(again.endedAt()).isNull();

    list("n1", null, null, null, Reports.ended("a1", "web", crash, 7));
    list("n1", null, null, null);
    Placement gone = other().roster().placements(PlacementQuery.ofContainer("a1")).value().get(0);
    assertThat(gone.endedAt()).isEqualTo(crash);
  }
}
