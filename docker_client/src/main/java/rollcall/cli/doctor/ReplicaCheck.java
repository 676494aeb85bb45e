package rollcall.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import rollcall.api.status.Status;
import rollcall.cli.text.Formats;

/** Checks that the desired number of replicas runs and that none has stopped responding. */
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
                "replica %s: last seen %s ago"
                    .formatted(replica.name(), Formats.time(observations.age(replica.lastSeen()))),
                "Paused, hung or killed: docker service ps "
                    + service
                    + "; on its node: docker ps (if paused: docker unpause; if hung: docker kill,"
                    + " the swarm replaces it)"));
      }
    }
    int alive = observations.alive().size();
    int expected = observations.expected();
    if (expected > 0 && alive < expected) {
      findings.add(
          Finding.bad(
              CHECK,
              "replicas: %d of %d running".formatted(alive, expected),
              "For the reason: docker service ps --no-trunc " + service));
    } else if (expected > 0 && alive > expected) {
      findings.add(
          Finding.warning(
              CHECK,
              "replicas: %d running, %d desired".formatted(alive, expected),
              "An update or scaling is in progress: check again in 30 seconds."));
    } else if (findings.isEmpty()) {
      findings.add(
          Finding.good(
              CHECK,
              "replicas: " + (expected > 0 ? alive + " of " + expected : alive) + " running"));
    }
    return findings;
  }
}
