package rollcall.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import rollcall.api.node.Node;

/** Checks that the roster has all containers, and that each node is one machine. */
final class RosterCheck {
  private static final String CHECK = "roster";

  private RosterCheck() {}

  static List<Finding> examine(Observations observations) {
    List<Finding> findings = new ArrayList<>();
    int listed = 0;
    for (Node node : observations.nodes()) {
      listed += node.listed() == null ? 0 : node.listed();
      if (node.listed() != null && node.unread() != null && node.unread() > 0) {
        findings.add(
            Finding.warning(
                CHECK,
                "containers of %s: %d of %d that its engine lists are reported incompletely"
                    .formatted(node.name(), node.unread(), node.listed()),
                "The agent's log on that node names the container and the reason."));
      }
    }
    if (findings.isEmpty() && listed > 0) {
      findings.add(
          Finding.good(
              CHECK, "containers: all " + listed + " that the engines list are in the roster"));
    }
    for (Node node : observations.nodes()) {
      if (node.clash() != null) {
        findings.add(
            Finding.bad(
                "clash",
                "node " + node.name() + ": " + node.clash(),
                "Give each machine a unique hostname and Docker engine id."));
      }
    }
    return findings;
  }
}
