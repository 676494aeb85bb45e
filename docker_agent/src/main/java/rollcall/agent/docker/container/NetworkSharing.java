package rollcall.agent.docker.container;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rollcall.agent.docker.EngineSession;
import rollcall.agent.docker.json.Fields;

/**
 * Finds containers that share another container's network ({@code --network container:X}, pods).
 */
final class NetworkSharing {
  private static final String OF_CONTAINER = "container:";

  private NetworkSharing() {}

  /**
   * Finds the running containers that share the network of one of the owners.
   *
   * @throws EngineAnswerException if the engine does not report a container's network mode
   */
  static Set<String> findSharing(EngineSession engine, List<Fields> running, Set<String> owners) {
    Set<String> sharing = new HashSet<>();
    for (Fields container : running) {
      @Nullable String id = ContainerList.id(container);
      if (id != null
          && !owners.contains(id)
          && sharesWith(mode(engine, id, container), running, owners)) {
        sharing.add(id);
      }
    }
    return sharing;
  }

  private static String mode(EngineSession engine, String id, Fields container) {
    @Nullable String listed = container.object("HostConfig").text("NetworkMode");
    if (listed != null || hasAddress(container)) {
      return listed == null ? "" : listed;
    }
    // Podman's list lacks the network mode.
    Fields inspected = Fields.of(engine.get("/containers/" + id + "/json"), "inspect", field -> {});
    @Nullable String mode = inspected.object("HostConfig").text("NetworkMode");
    return mode == null ? "" : mode;
  }

  private static boolean hasAddress(Fields container) {
    Fields networks = ContainerLocator.networks(container);
    return networks.entries().values().stream()
        .map(networks::entry)
        .anyMatch(network -> network.text("IPAddress") != null || network.has("GlobalIPv6Address"));
  }

  /** Docker stores the other container's id; other tools may have stored its name. */
  private static boolean sharesWith(String mode, List<Fields> running, Set<String> owners) {
    if (!mode.startsWith(OF_CONTAINER)) {
      return false;
    }
    String key = mode.substring(OF_CONTAINER.length());
    return owners.stream().anyMatch(id -> id.startsWith(key))
        || running.stream()
            .filter(container -> ContainerNames.of(container).contains(key))
            .anyMatch(container -> owners.contains(String.valueOf(ContainerList.id(container))));
  }
}
