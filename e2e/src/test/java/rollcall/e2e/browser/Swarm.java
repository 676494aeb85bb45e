package rollcall.e2e.browser;

import com.google.gson.Gson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rollcall.e2e.program.Server;

/** Nodes as their agents would report them. */
final class Swarm {
  private static final Gson GSON = new Gson();

  private final Server server;
  private final Map<String, Map<String, Map<String, Object>>> nodes = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> about = new HashMap<>();

  Swarm(Server server) {
    this.server = server;
  }

  /** Adds a container, or makes it another; {@link #report} tells the server. */
  Swarm put(String node, String name, String service, String state) {
    Map<String, Object> container = new LinkedHashMap<>();
    container.put("id", id(node, name));
    container.put("name", name);
    container.put("image", "nginx:1.27");
    container.put("timestamp", Instant.now().toString());
    container.put("memory_usage", 53.3);
    container.put("cpu_usage", 0.25);
    container.put("kind", "container");
    container.put("node", node);
    container.put("service", service);
    container.put("state", state);
    container.put("labels", Map.of("tier", "front"));
    nodes.computeIfAbsent(node, n -> new LinkedHashMap<>()).put(name, container);
    return this;
  }

  /** Adds to a container what else its engine knows. */
  Swarm with(String node, String name, String field, Object value) {
    nodes.get(node).get(name).put(field, value);
    return this;
  }

  /** Says of a node what else its agent knows. */
  Swarm about(String node, String field, Object value) {
    about.computeIfAbsent(node, n -> new HashMap<>()).put(field, value);
    return this;
  }

  Swarm remove(String node, String name) {
    nodes.get(node).remove(name);
    return this;
  }

  static String id(String node, String name) {
    return String.format("%064x", (node + "/" + name).hashCode() & 0xffffffffL);
  }

  void report(String node) throws Exception {
    Map<String, Object> report = new HashMap<>(about.getOrDefault(node, Map.of()));
    report.putAll(
        Map.of(
            "timestamp",
            Instant.now().toString(),
            "agent_version",
            "0.1.0",
            "digest",
            "d" + System.nanoTime(),
            "containers",
            new ArrayList<>(nodes.get(node).values()),
            "departed",
            List.of()));
    server.send("PUT", "/api/nodes/" + node + "/containers", GSON.toJson(report));
  }

  void reportAll() throws Exception {
    for (String node : nodes.keySet()) {
      report(node);
    }
  }
}
