package rollcall.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import rollcall.api.status.Status;
import rollcall.cli.text.Formats;

/** As many replicas run as the swarm was asked for, and none has fallen silent. */
final class ReplicaCheck {
  private static final String CHECK = "replicas";

  private ReplicaCheck() {}

  static List<Finding> examine(Observations observations) {
    List<Finding> findings = new ArrayList<>();
    String service = observations.serviceName("_server");
    for (Status.Replica replica : observations.replicas().values()) {
      if (replica.staleSince() != null) {
        findings.add(
            Finding.bad(
                CHECK,
                "replica %s: silent for %s"
                    .formatted(replica.name(), Formats.time(observations.age(replica.lastSeen()))),
                "Paused, hung or killed: docker service ps "
                    + service
                    + "; on its node: docker ps (a paused one: docker unpause, a hung one: docker"
                    + " kill, the swarm replaces it)"));
      }
    }
    int alive = observations.alive().size();
    int expected = observations.expected();
    if (expected > 0 && alive < expected) {
      findings.add(
          Finding.bad(
              CHECK,
              "replicas: %d of %d run".formatted(alive, expected),
              "docker service ps --no-trunc " + service + " says why"));
    } else if (expected > 0 && alive > expected) {
      findings.add(
          Finding.warning(
              CHECK,
              "replicas: %d running, %d wanted".formatted(alive, expected),
              "An update or a change of scale is under way: ask again in 30 seconds."));
    } else if (findings.isEmpty()) {
      findings.add(
          Finding.good(
              CHECK, "replicas: " + (expected > 0 ? alive + " of " + expected : alive) + " run"));
    }
    return findings;
  }
}
