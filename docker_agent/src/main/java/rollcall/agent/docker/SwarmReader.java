package rollcall.agent.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Service;
import com.github.dockerjava.api.model.ServiceModeConfig;
import com.github.dockerjava.api.model.SwarmInfo;
import com.github.dockerjava.api.model.SwarmNode;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.api.SwarmView;

/** Reads what a manager knows of its swarm. */
final class SwarmReader {
  private static final Logger LOG = LoggerFactory.getLogger(SwarmReader.class);

  // What a report may carry at most.
  private static final int MOST = 1000;

  private SwarmReader() {}

  /** The swarm; absent when this node manages none, or one that has lost its quorum. */
  static @Nullable SwarmView read(DockerClient docker, @Nullable SwarmInfo swarm) {
    if (swarm == null || !Boolean.TRUE.equals(swarm.getControlAvailable())) {
      return null;
    }
    try {
      return new SwarmView(
          docker.listSwarmNodesCmd().exec().stream().limit(MOST).map(SwarmReader::member).toList(),
          docker.listServicesCmd().exec().stream().limit(MOST).map(SwarmReader::service).toList());
    } catch (RuntimeException e) {
      // A swarm without a leader still has containers to report.
      LOG.debug("The swarm's manager does not tell its nodes and services: {}", e.getMessage());
      return null;
    }
  }

  /** The address that the node advertises; absent outside a swarm. */
  static @Nullable String address(@Nullable SwarmInfo swarm) {
    return swarm == null ? null : present(swarm.getNodeAddr());
  }

  private static SwarmView.Member member(SwarmNode node) {
    return new SwarmView.Member(
        node.getDescription().getHostname(),
        address(node),
        word(node.getSpec().getRole()),
        word(node.getSpec().getAvailability()),
        word(node.getStatus().getState()));
  }

  /** A manager's own address is 0.0.0.0 in its status when it was not advertised explicitly. */
  private static @Nullable String address(SwarmNode node) {
    @Nullable String address = present(node.getStatus().getAddress());
    if ("0.0.0.0".equals(address) && node.getManagerStatus() != null) {
      return present(node.getManagerStatus().getAddr().replaceFirst(":\\d+$", ""));
    }
    return address;
  }

  private static SwarmView.Service service(Service service) {
    ServiceModeConfig mode = service.getSpec().getMode();
    String name = service.getSpec().getName();
    if (mode.getReplicated() != null) {
      return new SwarmView.Service(name, "replicated", (int) mode.getReplicated().getReplicas());
    }
    if (mode.getGlobal() != null) {
      return new SwarmView.Service(name, "global", null);
    }
    // docker-java knows no jobs, but keeps what the engine wrote.
    boolean replicated =
        service.getRawValues().get("Spec") instanceof Map<?, ?> spec
            && spec.get("Mode") instanceof Map<?, ?> modes
            && modes.containsKey("ReplicatedJob");
    return new SwarmView.Service(name, replicated ? "replicated-job" : "global-job", null);
  }

  private static @Nullable String present(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }

  private static String word(@Nullable Enum<?> constant) {
    return constant == null ? "unknown" : constant.name().toLowerCase(Locale.ROOT);
  }
}
