package rollcall.api.container;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rollcall.api.Bounds;
import rollcall.api.Timestamps;
import rollcall.api.Validate;
import rollcall.common.InvalidException;

/**
 * The state of one container at one moment. The first six fields are the first lab's format and are
 * required; the others are absent (null or empty) if unknown. Environment variables are never
 * included.
 *
 * @param id the engine's full id, 64 hexadecimal digits; a foreign client may use others
 * @param name without Docker's leading slash
 * @param image as the container was created with
 * @param timestamp when this state was read
 * @param memoryUsage in MiB, without the page cache, as {@code docker stats} counts it
 * @param cpuUsage fraction of the whole host: CPU delta ÷ system delta
 * @param kind container, or a process that reports itself
 * @param node the node's hostname
 * @param service the swarm service's name
 * @param task the swarm task's id
 * @param slot the task's slot in a replicated service, from 1
 * @param state Docker's state
 * @param health the health check's status; absent without a health check
 * @param exitCode exit code of an exited or restarting container
 * @param oomKilled whether it was then killed for lack of memory (OOM)
 * @param restarts how often the engine restarted it
 * @param created when the container was created
 * @param started when it was last started
 * @param finished when it last ended; absent if it never did
 * @param imageDigest the image's id, {@code sha256:…}
 * @param ports exposed and published ports
 * @param networks networks with the container's addresses
 * @param limits its resource limits
 * @param labels the container's labels
 * @param stopped whether it last ended by a stop or signal through the engine; false if it exited
 *     by itself, absent if the cause is unknown
 */
public record Report(
    String id,
    String name,
    String image,
    Instant timestamp,
    Double memoryUsage,
    Double cpuUsage,
    Source kind,
    @Nullable String node,
    @Nullable String service,
    @Nullable String task,
    @Nullable Integer slot,
    @Nullable State state,
    @Nullable Health health,
    @Nullable Integer exitCode,
    @Nullable Boolean oomKilled,
    @Nullable Integer restarts,
    @Nullable Instant created,
    @Nullable Instant started,
    @Nullable Instant finished,
    @Nullable String imageDigest,
    List<Port> ports,
    List<Network> networks,
    @Nullable ResourceLimits limits,
    Map<String, String> labels,
    @Nullable Boolean stopped) {

  /** Validates against {@link Bounds}; an {@link InvalidException} names the field. */
  @SuppressWarnings("NullAway") // Gson passes null: the first lab's clients send no kind
  public Report {
    Validate.id(id);
    Validate.text("name", name, Bounds.NAME);
    Validate.text("image", image, Bounds.IMAGE);
    Timestamps.check("timestamp", Validate.present("timestamp", timestamp));
    Validate.range("memory_usage", Validate.present("memory_usage", memoryUsage), 0, 1e12);
    Validate.range("cpu_usage", Validate.present("cpu_usage", cpuUsage), 0, 1e6);
    kind = kind == null ? Source.CONTAINER : kind;
    Validate.optionalText("node", node, Bounds.NAME);
    Validate.optionalText("service", service, Bounds.NAME);
    Validate.optionalText("task", task, Bounds.ID);
    Validate.optionalText("image_digest", imageDigest, Bounds.IMAGE);
    ports = Validate.list("ports", ports, Bounds.LIST);
    networks = Validate.list("networks", networks, Bounds.LIST);
    labels = Validate.labels(labels);
  }

  /** The six fields of the first lab. */
  public Sample sample() {
    return new Sample(id, image, name, timestamp, memoryUsage, cpuUsage);
  }

  /** Starts a report with these fields; the others are unknown. */
  public static ReportBuilder builder(String id, String name, String image, Instant timestamp) {
    return new ReportBuilder(id, name, image, timestamp);
  }

  /** Starts a copy of this report. */
  public ReportBuilder toBuilder() {
    return new ReportBuilder(this);
  }

  /** A report of the first lab's six fields. */
  public static Report basic(
      String id,
      String name,
      String image,
      Instant timestamp,
      double memoryUsage,
      double cpuUsage) {
    return of(Source.CONTAINER, id, name, image, timestamp, memoryUsage, cpuUsage, null);
  }

  /** A report of a process on {@code node} that is not a container. */
  public static Report process(
      String id, String name, String node, Instant timestamp, double memoryUsage, double cpuUsage) {
    return of(Source.PROCESS, id, name, "(no container)", timestamp, memoryUsage, cpuUsage, node);
  }

  private static Report of(
      Source kind,
      String id,
      String name,
      String image,
      Instant timestamp,
      double memoryUsage,
      double cpuUsage,
      @Nullable String node) {
    return Report.builder(id, name, image, timestamp)
        .memoryUsage(memoryUsage)
        .cpuUsage(cpuUsage)
        .kind(kind)
        .node(node)
        .state(kind == Source.PROCESS ? State.RUNNING : null)
        .build();
  }
}
