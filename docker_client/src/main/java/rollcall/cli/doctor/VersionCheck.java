package rollcall.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import rollcall.api.node.Node;
import rollcall.common.Version;

/** Replicas, agents and this client are of one version. */
final class VersionCheck {
  private static final String CHECK = "version";

  private VersionCheck() {}

  static List<Finding> examine(Observations observations) {
    Map<String, String> others = new TreeMap<>();
    for (StatusSample sample : observations.samples()) {
      note(sample.status().replica(), sample.status().version(), others);
    }
    observations.replicas().values().stream()
        .filter(replica -> replica.staleSince() == null)
        .forEach(replica -> note(replica.name(), replica.version(), others));
    for (Node node : observations.nodes()) {
      if (node.agentVersion() != null) {
        note("agent of " + node.name(), node.agentVersion(), others);
      }
    }
    if (others.isEmpty()) {
      return List.of(
          Finding.good(CHECK, "versions: " + Version.CURRENT + " everywhere, as this client"));
    }
    List<String> words = new ArrayList<>();
    others.forEach((who, version) -> words.add(who + " " + version));
    return List.of(
        Finding.warning(
            CHECK,
            "versions: this client is " + Version.CURRENT + ", but " + String.join(", ", words),
            "Normal while an update is under way; else update what is left behind."));
  }

  private static void note(String who, String version, Map<String, String> others) {
    if (!version.equals(Version.CURRENT)) {
      others.put(who, version);
    }
  }
}
