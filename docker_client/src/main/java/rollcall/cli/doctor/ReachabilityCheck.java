package rollcall.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import rollcall.api.node.Node;
import rollcall.cli.text.Formats;
import rollcall.client.http.ClientException;
import rollcall.client.http.UnreachableException;

/** Checks that every replica responds at every node's port. */
final class ReachabilityCheck {
  private static final String PORT = "port";
  private static final String MESH = "mesh";

  private ReachabilityCheck() {}

  static List<Finding> examine(Observations observations) {
    List<Finding> findings = new ArrayList<>();
    for (Probe probe : observations.probes()) {
      examine(probe, observations, findings);
    }
    return findings;
  }

  private static void examine(Probe probe, Observations observations, List<Finding> findings) {
    String name = probe.target().name();
    if (probe.samples().isEmpty()) {
      findings.add(
          Finding.bad(
              PORT, name + ": does not respond" + reason(probe), advice(probe.target().node())));
      return;
    }
    int previous = findings.size();
    if (!probe.failures().isEmpty()) {
      findings.add(
          Finding.bad(
              PORT,
              "%s: %d of %s failed%s"
                  .formatted(
                      name,
                      probe.failures().size(),
                      Formats.count(probe.requests(), "request"),
                      reason(probe)),
              "A replica hangs, or shuts down but still gets connections: docker service"
                  + " ps "
                  + observations.serviceName("_server")));
    }
    // Without a routing mesh each address has one replica.
    Set<String> missing = new TreeSet<>(observations.isSwarm() ? observations.alive() : Set.of());
    missing.removeAll(probe.replicas());
    for (String replica : missing) {
      findings.add(
          Finding.bad(
              MESH,
              "%s: %s did not respond to any of %s"
                  .formatted(name, replica, Formats.count(probe.requests(), "request")),
              "If it is starting, check again in 10 seconds; else: docker service ps "
                  + observations.serviceName("_server")));
    }
    if (findings.size() == previous) {
      int met = probe.replicas().size();
      findings.add(
          Finding.good(
              MESH,
              name + ": " + Formats.count(met, "replica") + (met == 1 ? " responds" : " respond")));
    }
  }

  private static String reason(Probe probe) {
    ClientException last = probe.failures().get(probe.failures().size() - 1);
    return " ("
        + (last instanceof UnreachableException unreachable
            ? unreachable.reason()
            : String.valueOf(last.getMessage()))
        + ")";
  }

  private static String advice(@Nullable Node node) {
    return node != null && "down".equals(node.state())
        ? "The swarm reports this node as down: start it or its Docker engine, then: docker node"
            + " ls"
        : "Can this machine reach that address? On the node: docker info (Swarm: active?), lsmod |"
            + " grep ip_vs; between the nodes 7946/tcp, 7946/udp and 4789/udp must be open.";
  }
}
