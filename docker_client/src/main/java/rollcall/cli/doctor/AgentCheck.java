package rollcall.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.api.node.Node;
import rollcall.cli.text.Formats;

/** An agent lives on every node. */
final class AgentCheck {
  private static final String CHECK = "agent";

  private AgentCheck() {}

  static List<Finding> examine(Observations observations) {
    List<Node> nodes = observations.nodes();
    if (nodes.isEmpty()) {
      return List.of(
          Finding.warning(
              CHECK,
              "agents: none has ever reported",
              "Start one on every node: docker stack deploy -c stack.yml, or ./rollcall up for"
                  + " one machine"));
    }
    List<Finding> findings = new ArrayList<>();
    for (Node node : nodes) {
      String fault = fault(node, observations);
      if (fault != null && !observations.isMember(node)) {
        findings.add(
            Finding.warning(
                CHECK,
                "agent of " + node.name() + ": " + fault + "; the node is not in the swarm",
                "Nothing to do where it left for good: the roster keeps it for its history."));
      } else if (fault != null) {
        findings.add(
            Finding.bad(
                CHECK, "agent of " + node.name() + ": " + fault, advice(node, observations)));
      }
    }
    if (findings.isEmpty()) {
      int size = nodes.size();
      findings.add(Finding.good(CHECK, "agents: %d of %d report".formatted(size, size)));
    }
    return findings;
  }

  private static @Nullable String fault(Node node, Observations observations) {
    if (node.lastHeard() == null) {
      return "never reported";
    }
    if (node.leftAt() != null) {
      return "shut down " + Formats.time(observations.age(node.leftAt())) + " ago";
    }
    return node.staleSince() == null
        ? null
        : "silent for " + Formats.time(observations.age(node.lastHeard()));
  }

  private static String advice(Node node, Observations observations) {
    if ("down".equals(node.state())) {
      return "The swarm counts this machine as down: start it or its Docker engine, then: docker"
          + " node ls";
    }
    if ("drain".equals(node.availability())) {
      return "The node is drained, the swarm runs nothing there: docker node update --availability"
          + " active "
          + node.name();
    }
    return observations.isSwarm()
        ? "docker service ps --no-trunc " + observations.serviceName("_agent") + " says why"
        : "Start it again on that machine: ./rollcall up";
  }
}
