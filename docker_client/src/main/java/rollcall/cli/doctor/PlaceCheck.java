package rollcall.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import rollcall.api.Node;
import rollcall.cli.text.Amounts;
import rollcall.client.ClientException;
import rollcall.client.UnreachableException;

/** Every node's port answers, and behind each of them every replica. */
final class PlaceCheck {
  private static final String PORT = "port";
  private static final String MESH = "mesh";

  private PlaceCheck() {}

  static List<Finding> examine(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    for (Visit visit : evidence.visits()) {
      examine(visit, evidence, findings);
    }
    return findings;
  }

  private static void examine(Visit visit, Evidence evidence, List<Finding> findings) {
    String name = visit.place().name();
    if (visit.readings().isEmpty()) {
      findings.add(
          Finding.bad(PORT, name + ": does not answer" + why(visit), advice(visit.place().node())));
      return;
    }
    int before = findings.size();
    if (!visit.failures().isEmpty()) {
      findings.add(
          Finding.bad(
              PORT,
              "%s: %d of %s got no answer%s"
                  .formatted(
                      name,
                      visit.failures().size(),
                      Amounts.count(visit.requests(), "request"),
                      why(visit)),
              "A replica hangs or is going away while connections still lead to it: docker service"
                  + " ps "
                  + evidence.serviceName("_server")));
    }
    // Without a mesh nothing leads to the other replicas.
    Set<String> missed = new TreeSet<>(evidence.isSwarm() ? evidence.alive() : Set.of());
    missed.removeAll(visit.met());
    for (String replica : missed) {
      findings.add(
          Finding.bad(
              MESH,
              "%s: %s did not answer in %s"
                  .formatted(name, replica, Amounts.count(visit.requests(), "request")),
              "It may be starting, then ask again in 10 seconds; else: docker service ps "
                  + evidence.serviceName("_server")));
    }
    if (findings.size() == before) {
      int met = visit.met().size();
      findings.add(
          Finding.good(
              MESH,
              name + ": " + Amounts.count(met, "replica") + (met == 1 ? " answers" : " answer")));
    }
  }

  private static String why(Visit visit) {
    ClientException last = visit.failures().get(visit.failures().size() - 1);
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
