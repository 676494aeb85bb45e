package rollcall.agent.docker.container;

import com.google.gson.JsonElement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import rollcall.agent.docker.json.Fields;
import rollcall.agent.docker.json.Labels;
import rollcall.agent.docker.usage.Usage;
import rollcall.api.Bounds;
import rollcall.api.Timestamps;
import rollcall.api.container.Health;
import rollcall.api.container.Network;
import rollcall.api.container.Report;
import rollcall.api.container.ResourceLimits;
import rollcall.api.container.State;

/**
 * Maps the engine's description of a container to a report, within the bounds of the wire contract.
 * Environment variables and the command line are left out, because they may contain secrets.
 */
public final class ReportMapper {
  private static final double MIB = 1024 * 1024;
  private static final String UNKNOWN = "(unknown)";
  private static final int SHORT_ID = 12;

  private ReportMapper() {}

  /** Maps an entry of the engine's list. */
  public static Report listed(Fields container, String id, String node, Instant timestamp) {
    @Nullable String stateName = container.text("State");
    State state = stateName == null ? State.UNKNOWN : EngineStates.state(stateName);
    String status = orElse(container.text("Status", 200), "");
    @Nullable String digest = digest(container.textWithin("ImageID", Bounds.IMAGE));
    Map<String, String> labels = Labels.of(container.object("Labels"));
    SwarmTask task = SwarmTask.of(labels);
    return Report.builder(
            id,
            orElse(ContainerNames.first(container), shortened(id)),
            orElse(container.text("Image", Bounds.IMAGE), orElse(digest, UNKNOWN)),
            timestamp)
        .node(node)
        .service(task.service())
        .task(task.id())
        .slot(task.slot())
        .state(state)
        .health(EngineStates.isMeasurable(state) ? EngineStates.healthOfStatus(status) : null)
        .exitCode(EngineStates.hasEnded(state) ? EngineStates.exitCodeOfStatus(status) : null)
        .created(created(container))
        .imageDigest(digest)
        .ports(ContainerPorts.listed(container))
        .networks(networks(container.object("NetworkSettings").object("Networks")))
        .labels(labels)
        .build();
  }

  /**
   * Maps an inspected container.
   *
   * @param before an earlier report, for fields that the inspection lacks; absent for a new
   *     container
   */
  public static Report inspected(
      Fields container,
      String id,
      @Nullable Report before,
      String node,
      Instant timestamp,
      Usage usage) {
    Report known =
        before == null ? Report.basic(id, shortened(id), UNKNOWN, timestamp, 0, 0) : before;
    Fields state = container.object("State");
    Fields config = container.object("Config");
    Fields settings = container.object("NetworkSettings");
    State containerState = state(state, known);
    boolean hasEnded = EngineStates.hasEnded(containerState);
    @Nullable String digest = digest(container.textWithin("Image", Bounds.IMAGE));
    Map<String, String> labels =
        config.has("Labels") ? Labels.of(config.object("Labels")) : known.labels();
    SwarmTask task = SwarmTask.of(labels);
    @Nullable Instant created = container.time("Created");
    boolean isMeasurable = EngineStates.isMeasurable(containerState);
    return Report.builder(
            id,
            orElse(ContainerNames.withoutSlash(container.text("Name", Bounds.NAME)), known.name()),
            orElse(config.text("Image", Bounds.IMAGE), known.image()),
            timestamp)
        .memoryUsage(isMeasurable ? usage.memory() / MIB : 0.0)
        .cpuUsage(isMeasurable ? usage.cpu() : 0.0)
        .node(node)
        .service(task.service())
        .task(task.id())
        .slot(task.slot())
        .state(containerState)
        .health(health(state))
        .exitCode(hasEnded ? state.number("ExitCode", Integer.MIN_VALUE, Integer.MAX_VALUE) : null)
        .oomKilled(hasEnded ? state.flag("OOMKilled") : null)
        .restarts(container.number("RestartCount", 0, Integer.MAX_VALUE))
        .created(created == null ? known.created() : created)
        .started(state.time("StartedAt"))
        .finished(state.time("FinishedAt"))
        .imageDigest(digest == null ? known.imageDigest() : digest)
        .ports(
            config.has("ExposedPorts") || settings.has("Ports") || before == null
                ? ContainerPorts.inspected(config, settings)
                : known.ports())
        .networks(
            settings.has("Networks") ? networks(settings.object("Networks")) : known.networks())
        .limits(limits(container.object("HostConfig")))
        .labels(labels)
        .build();
  }

  private static State state(Fields state, Report known) {
    State read = EngineStates.state(state);
    return read == State.UNKNOWN && known.state() != null ? known.state() : read;
  }

  private static @Nullable Health health(Fields state) {
    return EngineStates.health(state.object("Health").text("Status"));
  }

  /** The creation time in an entry of the engine's list, in seconds since 1970. */
  private static @Nullable Instant created(Fields container) {
    @Nullable Long seconds = container.number("Created");
    if (seconds == null || seconds <= 0 || seconds > Integer.MAX_VALUE * 4L) {
      return null;
    }
    Instant time = Instant.ofEpochSecond(seconds);
    return Timestamps.isAllowed(time) ? time : null;
  }

  /** Podman writes only the prefix for a container without an image. */
  private static @Nullable String digest(@Nullable String id) {
    return id == null || id.equals("sha256:") ? null : id;
  }

  public static String shortened(String id) {
    return id.substring(0, Math.min(id.length(), SHORT_ID));
  }

  private static List<Network> networks(Fields networks) {
    List<Network> read = new ArrayList<>();
    for (Map.Entry<String, JsonElement> entry : new TreeMap<>(networks.entries()).entrySet()) {
      String name = Labels.text(entry.getKey(), Bounds.NAME);
      if (name.isBlank() || read.size() == Bounds.LIST) {
        networks.markUnreadable("name");
        continue;
      }
      Fields network = networks.entry(entry.getValue());
      @Nullable String ip = network.textWithin("IPAddress", 64);
      read.add(new Network(name, ip == null ? network.textWithin("GlobalIPv6Address", 64) : ip));
    }
    return read;
  }

  private static @Nullable ResourceLimits limits(Fields config) {
    @Nullable Double memory = positive(config.number("Memory"));
    @Nullable Double cpus = positive(config.number("NanoCpus"));
    @Nullable Double quota = positive(config.number("CpuQuota"));
    @Nullable Double period = positive(config.number("CpuPeriod"));
    @Nullable Long pids = config.number("PidsLimit");
    if (pids != null && pids <= 0) {
      pids = null;
    }
    if (memory == null && cpus == null && quota == null && pids == null) {
      return null;
    }
    return new ResourceLimits(
        memory == null ? null : memory / MIB,
        cpus != null ? Double.valueOf(cpus / 1e9) : cpusOfQuota(quota, period),
        pids);
  }

  private static @Nullable Double cpusOfQuota(@Nullable Double quota, @Nullable Double period) {
    // The kernel's default period is 100 ms.
    return quota == null ? null : quota / (period == null ? 100_000 : period);
  }

  private static @Nullable Double positive(@Nullable Long value) {
    return value == null || value <= 0 ? null : value.doubleValue();
  }

  private static <T> T orElse(@Nullable T value, T defaultValue) {
    return value == null ? defaultValue : value;
  }
}
