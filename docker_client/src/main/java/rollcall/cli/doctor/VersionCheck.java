package rollcall.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import rollcall.api.node.Node;
import rollcall.common.Version;

/** Checks that replicas, agents and this client have the same version. */
final class VersionCheck {
  private static final String CHECK = "version";

  private VersionCheck() {}

  static List<Finding> examine(Observations observations) {
    Map<String, String> differing = new TreeMap<>();
    for (StatusSample sample : observations.samples()) {
      addDiffering(sample.status().replica(), sample.status().version(), differing);
    }
    observations.replicas().values().stream()
        .filter(replica -> replica.staleSince() == null)
        .forEach(replica -> addDiffering(replica.name(), replica.version(), differing));
    for (Node node : observations.nodes()) {
      if (node.agentVersion() != null) {
        addDiffering("agent of " + node.name(), node.agentVersion(), differing);
      }
    }
    if (differing.isEmpty()) {
      return List.of(Finding.good(CHECK, "versions: all components have " + Version.CURRENT));
    }
    List<String> parts = new ArrayList<>();
    differing.forEach((component, version) -> parts.add(component + " " + version));
    return List.of(
        Finding.warning(
            CHECK,
            "versions: this client is " + Version.CURRENT + ", but " + String.join(", ", parts),
            "Normal during an update; otherwise update the older components."));
  }

  private static void addDiffering(
      String component, String version, Map<String, String> differing) {
    if (!version.equals(Version.CURRENT)) {
      differing.put(component, version);
    }
  }
}
