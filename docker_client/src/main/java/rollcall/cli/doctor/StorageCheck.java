package rollcall.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import rollcall.api.status.Status;
import rollcall.cli.text.Formats;

/** Checks that all replicas use one database, and that revisions never decrease. */
final class StorageCheck {
  private StorageCheck() {}

  static List<Finding> examine(Observations observations) {
    List<Finding> findings = new ArrayList<>();
    database(observations, findings);
    states(observations, findings);
    revisions(observations, findings);
    return findings;
  }

  private static void database(Observations observations, List<Finding> findings) {
    Map<String, Set<String>> replicas = new TreeMap<>();
    for (StatusSample sample : observations.samples()) {
      Status status = sample.status();
      replicas.computeIfAbsent(status.storage().id(), id -> new TreeSet<>()).add(status.replica());
    }
    if (replicas.size() == 1) {
      String id = replicas.keySet().iterator().next();
      findings.add(Finding.good("database", "database: all replicas use the same (" + id + ")"));
      return;
    }
    List<String> groups = new ArrayList<>();
    replicas.forEach((id, names) -> groups.add(String.join(", ", names) + " use " + id));
    findings.add(
        Finding.bad(
            "database",
            "database: the replicas use different ones: " + String.join("; ", groups),
            "Volumes are local to a node: keep all replicas on one node (stack.yml's placement,"
                + " label rollcall.storage on that node only): docker service ps "
                + observations.serviceName("_server")));
  }

  private static void states(Observations observations, List<Finding> findings) {
    Map<String, String> unhealthy = new TreeMap<>();
    for (StatusSample sample : observations.samples()) {
      Status status = sample.status();
      if (!status.storage().isWell()) {
        unhealthy.put(status.replica(), status.storage().state());
      }
    }
    unhealthy.forEach(
        (replica, state) ->
            findings.add(
                Finding.bad(
                    "database",
                    "database: " + replica + " reports: " + state,
                    "Is its disk full or its volume missing? docker service logs "
                        + observations.serviceName("_server"))));
  }

  private static void revisions(Observations observations, List<Finding> findings) {
    Map<String, StatusSample> newest = new TreeMap<>();
    for (StatusSample sample : observations.samples()) {
      Status status = sample.status();
      StatusSample before = newest.getOrDefault(status.storage().id(), sample);
      if (status.revision() < before.status().revision()) {
        findings.add(
            Finding.bad(
                "revision",
                "revisions: %s showed %d after %s had shown %d"
                    .formatted(
                        status.replica(),
                        status.revision(),
                        before.status().replica(),
                        before.status().revision()),
                "It does not read the writes of others; restart it: docker service update"
                    + " --force "
                    + observations.serviceName("_server")));
        return;
      }
      newest.put(status.storage().id(), sample);
    }
    String reads = Formats.count(observations.samples().size(), "read");
    findings.add(Finding.good("revision", "revisions: none of " + reads + " went back"));
  }
}
