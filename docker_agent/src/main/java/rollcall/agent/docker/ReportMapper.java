package rollcall.agent.docker;

import com.github.dockerjava.api.command.HealthState;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.HostConfig;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import rollcall.api.Bounds;
import rollcall.api.Health;
import rollcall.api.Kind;
import rollcall.api.Network;
import rollcall.api.Report;
import rollcall.api.ResourceLimits;
import rollcall.api.State;
import rollcall.api.Timestamps;

/**
 * What the engine knows of a container as a report. Environment variables and the command line stay
 * behind: they carry secrets.
 */
final class ReportMapper {
  private static final double MIB = 1024 * 1024;

  private ReportMapper() {}

  static Report map(
      InspectContainerResponse container, String node, Instant timestamp, Usage usage) {
    InspectContainerResponse.ContainerState state = container.getState();
    State word = State.of(String.valueOf(state.getStatus()));
    boolean hasEnded = word == State.EXITED || word == State.DEAD;
    @Nullable Map<String, String> labels = container.getConfig().getLabels();
    SwarmTask task = SwarmTask.of(labels == null ? Map.of() : labels);
    return new Report(
        container.getId(),
        Labels.text(withoutSlash(container.getName()), Bounds.NAME),
        Labels.text(container.getConfig().getImage(), Bounds.IMAGE),
        timestamp,
        usage.memory() / MIB,
        usage.cpu(),
        Kind.CONTAINER,
        node,
        task.service(),
        task.id(),
        task.slot(),
        word,
        health(state.getHealth()),
        hasEnded ? exitCode(state.getExitCodeLong()) : null,
        hasEnded ? state.getOOMKilled() : null,
        container.getRestartCount(),
        time(container.getCreated()),
        time(state.getStartedAt()),
        time(state.getFinishedAt()),
        container.getImageId(),
        ContainerPorts.of(container),
        networks(container.getNetworkSettings().getNetworks()),
        limits(container.getHostConfig()),
        Labels.cut(labels));
  }

  static String withoutSlash(String name) {
    return name.startsWith("/") ? name.substring(1) : name;
  }

  private static @Nullable Health health(@Nullable HealthState health) {
    @Nullable String word = health == null ? null : health.getStatus();
    for (Health verdict : Health.values()) {
      if (verdict.word().equals(word)) {
        return verdict;
      }
    }
    return null;
  }

  private static @Nullable Integer exitCode(@Nullable Long code) {
    return code == null ? null : code.intValue();
  }

  /** The engine writes the year 1 for what never happened. */
  private static @Nullable Instant time(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    Instant time = Timestamps.parse(text);
    return time.isAfter(Instant.EPOCH) ? time : null;
  }

  private static List<Network> networks(@Nullable Map<String, ContainerNetwork> networks) {
    return networks == null
        ? List.of()
        : new TreeMap<>(networks)
            .entrySet().stream()
                .limit(Bounds.LIST)
                .map(network -> network(network.getKey(), network.getValue()))
                .toList();
  }

  private static Network network(String name, ContainerNetwork network) {
    @Nullable String ip = network.getIpAddress();
    return new Network(name, ip == null || ip.isBlank() ? network6(network) : ip);
  }

  private static @Nullable String network6(ContainerNetwork network) {
    @Nullable String ip = network.getGlobalIPv6Address();
    return ip == null || ip.isBlank() ? null : ip;
  }

  private static @Nullable ResourceLimits limits(@Nullable HostConfig config) {
    if (config == null) {
      return null;
    }
    @Nullable Double memory = positive(config.getMemory());
    @Nullable Double cpus = positive(config.getNanoCPUs());
    @Nullable Double quota = positive(config.getCpuQuota());
    @Nullable Double period = positive(config.getCpuPeriod());
    @Nullable Double pids = positive(config.getPidsLimit());
    if (memory == null && cpus == null && quota == null && pids == null) {
      return null;
    }
    return new ResourceLimits(
        memory == null ? null : memory / MIB,
        cpus != null ? Double.valueOf(cpus / 1e9) : cpusOfQuota(quota, period),
        pids == null ? null : pids.longValue());
  }

  private static @Nullable Double cpusOfQuota(@Nullable Double quota, @Nullable Double period) {
    // 100 ms is the kernel's own period.
    return quota == null ? null : quota / (period == null ? 100_000 : period);
  }

  private static @Nullable Double positive(@Nullable Long value) {
    return value == null || value <= 0 ? null : value.doubleValue();
  }
}
