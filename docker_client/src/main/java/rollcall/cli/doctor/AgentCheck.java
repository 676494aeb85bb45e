package rollcall.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.api.node.Node;
import rollcall.cli.text.Formats;

/** Checks that an agent reports for every node. */
final class AgentCheck {
  private static final String CHECK = "agent";

  private AgentCheck() {}

  static List<Finding> examine(Observations observations) {
    List<Node> nodes = observations.nodes();
    if (nodes.isEmpty()) {
      return List.of(
          Finding.warning(
              CHECK,
              "agents: none has reported yet",
              "Start one on every node: docker stack deploy -c stack.yml, or ./rollcall up for"
                  + " one machine"));
    }
    List<Finding> findings = new ArrayList<>();
    for (Node node : nodes) {
      String problem = problem(node, observations);
      if (problem != null && !observations.isMember(node)) {
        findings.add(
            Finding.warning(
                CHECK,
                "agent of " + node.name() + ": " + problem + "; the node is not in the swarm",
                "If it was removed for good, nothing to do: the roster keeps its history."));
      } else if (problem != null) {
        findings.add(
            Finding.bad(
                CHECK, "agent of " + node.name() + ": " + problem, advice(node, observations)));
      }
    }
    if (findings.isEmpty()) {
      int size = nodes.size();
      findings.add(Finding.good(CHECK, "agents: %d of %d reporting".formatted(size, size)));
    }
    return findings;
  }

  private static @Nullable String problem(Node node, Observations observations) {
    if (node.lastHeard() == null) {
      return "never reported";
    }
    if (node.leftAt() != null) {
      return "shut down " + Formats.time(observations.age(node.leftAt())) + " ago";
    }
    return node.staleSince() == null
        ? null
        : "last report " + Formats.time(observations.age(node.lastHeard())) + " ago";
  }

  private static String advice(Node node, Observations observations) {
    if ("down".equals(node.state())) {
      return "The swarm reports this node as down: start it or its Docker engine, then: docker"
          + " node ls";
    }
    if ("drain".equals(node.availability())) {
      return "The node is drained, so the swarm runs no tasks there: docker node update"
          + " --availability active "
          + node.name();
    }
    return observations.isSwarm()
        ? "For the reason: docker service ps --no-trunc " + observations.serviceName("_agent")
        : "Start it again on that machine: ./rollcall up";
  }
}
