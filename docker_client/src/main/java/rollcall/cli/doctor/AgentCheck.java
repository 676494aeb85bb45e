package rollcall.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.api.Node;
import rollcall.cli.text.Amounts;

/** An agent lives on every node. */
final class AgentCheck {
  private static final String CHECK = "agent";

  private AgentCheck() {}

  static List<Finding> examine(Evidence evidence) {
    List<Node> nodes = evidence.nodes();
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
      String fault = fault(node, evidence);
      if (fault != null && !evidence.isMember(node)) {
        findings.add(
            Finding.warning(
                CHECK,
                "agent of " + node.name() + ": " + fault + "; the node is not in the swarm",
                "Nothing to do where it left for good: the roster keeps it for its history."));
      } else if (fault != null) {
        findings.add(
            Finding.bad(CHECK, "agent of " + node.name() + ": " + fault, advice(node, evidence)));
      }
    }
    if (findings.isEmpty()) {
      int size = nodes.size();
      findings.add(Finding.good(CHECK, "agents: %d of %d report".formatted(size, size)));
    }
    return findings;
  }

  private static @Nullable String fault(Node node, Evidence evidence) {
    if (node.lastHeard() == null) {
      return "never heard of";
    }
    if (node.leftAt() != null) {
      return "stopped, it said goodbye " + Amounts.time(evidence.age(node.leftAt())) + " ago";
    }
    return node.staleSince() == null
        ? null
        : "silent for " + Amounts.time(evidence.age(node.lastHeard()));
  }

  private static String advice(Node node, Evidence evidence) {
    if ("down".equals(node.state())) {
      return "The swarm counts this machine as down: start it or its Docker engine, then: docker"
          + " node ls";
    }
    if ("drain".equals(node.availability())) {
      return "The node is drained, the swarm runs nothing there: docker node update --availability"
          + " active "
          + node.name();
    }
    return evidence.isSwarm()
        ? "docker service ps --no-trunc " + evidence.serviceName("_agent") + " says why"
        : "Start it again on that machine: ./rollcall up";
  }
}
