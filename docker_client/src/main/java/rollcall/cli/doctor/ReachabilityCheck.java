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

/** Every node's port answers, and behind each of them every replica. */
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
              PORT, name + ": does not answer" + why(probe), advice(probe.target().node())));
      return;
    }
    int before = findings.size();
    if (!probe.failures().isEmpty()) {
      findings.add(
          Finding.bad(
              PORT,
              "%s: %d of %s got no answer%s"
                  .formatted(
                      name,
                      probe.failures().size(),
                      Formats.count(probe.requests(), "request"),
                      why(probe)),
              "A replica hangs or is going away while connections still lead to it: docker service"
                  + " ps "
                  + observations.serviceName("_server")));
    }
    // Without a mesh nothing leads to the other replicas.
    Set<String> missed = new TreeSet<>(observations.isSwarm() ? observations.alive() : Set.of());
    missed.removeAll(probe.met());
    for (String replica : missed) {
      findings.add(
          Finding.bad(
              MESH,
              "%s: %s did not answer in %s"
                  .formatted(name, replica, Formats.count(probe.requests(), "request")),
              "It may be starting, then ask again in 10 seconds; else: docker service ps "
                  + observations.serviceName("_server")));
    }
    if (findings.size() == before) {
      int met = probe.met().size();
      findings.add(
          Finding.good(
              MESH,
              name + ": " + Formats.count(met, "replica") + (met == 1 ? " answers" : " answer")));
    }
  }

  private static String why(Probe probe) {
    ClientException last = probe.failures().get(probe.failures().size() - 1);
    return " ("
        + (last instanceof UnreachableException unreachable
            ? unreachable.why()
            : String.valueOf(last.getMessage()))
        + ")";
  }

  private static String advice(@Nullable Node node) {
    return node != null && "down".equals(node.state())
        ? "The swarm counts this machine as down: start it or its Docker engine, then: docker node"
            + " ls"
        : "Can this machine reach that address? On the node: docker info (Swarm: active?), lsmod |"
            + " grep ip_vs; between the nodes 7946/tcp, 7946/udp and 4789/udp must be open.";
  }
}
