package rollcall.e2e.day;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares what the servers say with what the engines know. */
final class Agreement {
  private final World world;

  Agreement(World world) {
    this.world = world;
  }

  /** Each engine's containers are the roster's, under one node each, in the same states. */
  boolean roster() throws IOException, InterruptedException {
    for (int port : world.serverPorts) {
      Map<String, Map<String, JsonObject>> byNode = new HashMap<>();
      for (JsonObject one : new Api(port).containers()) {
        if (!one.has("removed_at")) {
          byNode
              .computeIfAbsent(Api.text(one, "node"), any -> new HashMap<>())
              .put(engineId(Api.text(one, "id")), one);
        }
      }
      Set<String> nodes = new HashSet<>();
      for (PlayedHost host : world.hosts) {
        nodes.add(same(host, byNode, nodes));
      }
      assertThat(nodes).as("a node for each host").hasSize(world.hosts.size());
      assertThat(byNode.keySet()).as("nodes with containers").isEqualTo(nodes);
    }
    return true;
  }

  private static String same(
      PlayedHost host, Map<String, Map<String, JsonObject>> byNode, Set<String> taken) {
    Map<String, JsonObject> truth = host.truth();
    for (Map.Entry<String, Map<String, JsonObject>> node : byNode.entrySet()) {
      if (!taken.contains(node.getKey())
          && node.getKey().split("~", 2)[0].equals(host.name())
          && node.getValue().keySet().equals(truth.keySet())) {
        truth.forEach((id, one) -> same(id, one.getAsJsonObject("State"), node.getValue().get(id)));
        return node.getKey();
      }
    }
    Map<String, Set<String>> ids = new HashMap<>();
    byNode.forEach((name, some) -> ids.put(name, some.keySet()));
    throw new AssertionError(
        "no node has the containers of " + host.name() + ": " + truth.keySet() + ", but " + ids);
  }

  private static void same(String id, JsonObject truth, JsonObject shown) {
    assertThat(Api.text(shown, "state")).as("state of " + id).isEqualTo(Api.text(truth, "Status"));
    if (Api.text(truth, "Status").equals("exited")) {
      assertThat(Api.text(shown, "exit_code"))
          .as("exit code of " + id)
          .isEqualTo(Api.text(truth, "ExitCode"));
    }
  }

  /** Nodes are as many as hosts, none is overdue, and the clones are said to be such. */
  boolean nodes() throws IOException, InterruptedException {
    List<String> clashes = new ArrayList<>();
    List<String> names = new ArrayList<>();
    new Api(world.serverPorts.get(0))
        .get("/api/nodes")
        .getAsJsonArray("nodes")
        .forEach(
            one -> {
              JsonObject node = one.getAsJsonObject();
              names.add(Api.text(node, "name"));
              assertThat(node.has("stale_since")).as("%s is overdue", node).isFalse();
              if (node.has("clash")) {
                clashes.add(Api.text(node, "name"));
              }
            });
    assertThat(names).as("nodes").hasSize(world.hosts.size());
    assertThat(clashes).as("nodes that clash").hasSize(2).allMatch(it -> it.startsWith("debian"));
    return true;
  }

  /** Nothing was taken for gone that was there; what ended is shown as it ended. */
  void history() throws IOException, InterruptedException {
    Api api = new Api(world.serverPorts.get(1));
    int unknown = 0;
    int told = 0;
    for (JsonObject one : api.containers()) {
      String id = Api.text(one, "id");
      List<JsonObject> placements = api.placements(id);
      assertThat(placements).as("placements of " + id).hasSize(1);
      String exitCode = Api.text(placements.get(0), "exit_code");
      List<String> codes = new ArrayList<>();
      for (PlayedHost host : world.hosts) {
        host.ends()
            .getOrDefault(engineId(id), List.of())
            .forEach(end -> codes.add(String.valueOf(end.exitCode())));
      }
      if (!exitCode.isEmpty()) {
        assertThat(codes).as("exit codes of " + id).contains(exitCode);
        told++;
      } else if (one.has("removed_at") && !codes.isEmpty()) {
        unknown++;
      }
    }
    System.out.println(told + " ends told, " + unknown + " unknown");
    assertThat(unknown).as("removed containers whose end is not known").isLessThan(told / 10 + 1);
  }

  /** No alarm without a cause, and few ends without an alarm. */
  void alarms() {
    Map<String, List<PlayedHost.End>> ends = new HashMap<>();
    for (PlayedHost host : world.hosts) {
      host.ends()
          .forEach((id, list) -> ends.computeIfAbsent(id, any -> new ArrayList<>()).addAll(list));
    }
    Set<String> died = new HashSet<>();
    for (JsonObject event : world.receiver.events()) {
      String type = Api.text(event, "type");
      String id = engineId(container(event));
      List<PlayedHost.End> its = ends.getOrDefault(id, List.of());
      long byItself = its.stream().filter(Agreement::isAlarming).count();
      switch (type) {
        case "container_died" -> assertThat(byItself).as("cause of " + event).isPositive();
        case "container_oom" ->
            assertThat(its).as("cause of " + event).anyMatch(PlayedHost.End::oomKilled);
        case "restart_loop" ->
            assertThat(its.stream().filter(end -> !end.asked()).count())
                .as("cause of " + event)
                .isGreaterThanOrEqualTo(World.LOOP_STARTS - 1);
        case "node_clash" -> assertThat(event.toString()).contains("debian");
        default -> throw new AssertionError("a false alarm: " + event);
      }
      died.add(id);
    }
    long untold =
        ends.entrySet().stream()
            .filter(one -> !died.contains(one.getKey()))
            .filter(one -> one.getValue().stream().anyMatch(Agreement::isAlarming))
            .count();
    System.out.println(
        world.receiver.events().size() + " alarms, each with a cause; " + untold + " ends untold");
    // What came and went while the database was away is in the history alone.
    assertThat(untold).as("containers that failed without an alarm").isLessThan(5);
  }

  private static boolean isAlarming(PlayedHost.End end) {
    return !end.asked() && end.exitCode() != 0;
  }

  private static String container(JsonObject event) {
    JsonObject change = event.getAsJsonObject("change");
    return change.has("container") && change.get("container").isJsonObject()
        ? Api.text(change.getAsJsonObject("container"), "id")
        : Api.text(change, "container");
  }

  /** The second of two equal ids on two nodes is marked by its node. */
  private static String engineId(String id) {
    return id.split("@", 2)[0];
  }
}
