package rollcall.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import rollcall.api.Status;
import rollcall.cli.text.Amounts;

/** All replicas show one database, and no read goes back behind the one before. */
final class StorageCheck {
  private StorageCheck() {}

  static List<Finding> examine(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    database(evidence, findings);
    states(evidence, findings);
    revisions(evidence, findings);
    return findings;
  }

  private static void database(Evidence evidence, List<Finding> findings) {
    Map<String, Set<String>> replicas = new TreeMap<>();
    for (Reading reading : evidence.readings()) {
      Status status = reading.status();
      replicas.computeIfAbsent(status.storage().id(), id -> new TreeSet<>()).add(status.replica());
    }
    if (replicas.size() == 1) {
      String id = replicas.keySet().iterator().next();
      findings.add(Finding.good("database", "database: all replicas show the same (" + id + ")"));
      return;
    }
    List<String> groups = new ArrayList<>();
    replicas.forEach((id, names) -> groups.add(String.join(", ", names) + " show " + id));
    findings.add(
        Finding.bad(
            "database",
            "database: the replicas share nothing: " + String.join("; ", groups),
            "A volume is its node's own: keep all replicas on one node (stack.yml's placement,"
                + " label rollcall.storage on that node only): docker service ps "
                + evidence.serviceName("_server")));
  }

  private static void states(Evidence evidence, List<Finding> findings) {
    Map<String, String> sick = new TreeMap<>();
    for (Reading reading : evidence.readings()) {
      Status status = reading.status();
      if (!status.storage().isWell()) {
        sick.put(status.replica(), status.storage().state());
      }
    }
    sick.forEach(
        (replica, state) ->
            findings.add(
                Finding.bad(
                    "database",
                    "database: " + replica + " says: " + state,
                    "Is its disk full or its volume gone? docker service logs "
                        + evidence.serviceName("_server"))));
  }

  private static void revisions(Evidence evidence, List<Finding> findings) {
    Map<String, Reading> newest = new TreeMap<>();
    for (Reading reading : evidence.readings()) {
      Status status = reading.status();
      Reading before = newest.getOrDefault(status.storage().id(), reading);
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
                "It does not read what others have written: restart it by docker service update"
                    + " --force "
                    + evidence.serviceName("_server")));
        return;
      }
      newest.put(status.storage().id(), reading);
    }
    String reads = Amounts.count(evidence.readings().size(), "read");
    findings.add(Finding.good("revision", "revisions: none of " + reads + " went back"));
  }
}
