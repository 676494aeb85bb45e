package rollcall.api.container;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Report}; fields that are not set are unknown. */
public final class ReportBuilder {
  private String id;
  private String name;
  private String image;
  private Instant timestamp;
  private Double memoryUsage = 0.0;
  private Double cpuUsage = 0.0;
  private Source kind = Source.CONTAINER;
  private @Nullable String node;
  private @Nullable String service;
  private @Nullable String task;
  private @Nullable Integer slot;
  private @Nullable State state;
  private @Nullable Health health;
  private @Nullable Integer exitCode;
  private @Nullable Boolean oomKilled;
  private @Nullable Integer restarts;
  private @Nullable Instant created;
  private @Nullable Instant started;
  private @Nullable Instant finished;
  private @Nullable String imageDigest;
  private List<Port> ports = List.of();
  private List<Network> networks = List.of();
  private @Nullable ResourceLimits limits;
  private Map<String, String> labels = Map.of();
  private @Nullable Boolean stopped;

  ReportBuilder(String id, String name, String image, Instant timestamp) {
    this.id = id;
    this.name = name;
    this.image = image;
    this.timestamp = timestamp;
  }

  ReportBuilder(Report report) {
    this(report.id(), report.name(), report.image(), report.timestamp());
    memoryUsage = report.memoryUsage();
    cpuUsage = report.cpuUsage();
    kind = report.kind();
    node = report.node();
    service = report.service();
    task = report.task();
    slot = report.slot();
    state = report.state();
    health = report.health();
    exitCode = report.exitCode();
    oomKilled = report.oomKilled();
    restarts = report.restarts();
    created = report.created();
    started = report.started();
    finished = report.finished();
    imageDigest = report.imageDigest();
    ports = report.ports();
    networks = report.networks();
    limits = report.limits();
    labels = report.labels();
    stopped = report.stopped();
  }

  public ReportBuilder id(String value) {
    id = value;
    return this;
  }

  public ReportBuilder name(String value) {
    name = value;
    return this;
  }

  public ReportBuilder image(String value) {
    image = value;
    return this;
  }

  public ReportBuilder timestamp(Instant value) {
    timestamp = value;
    return this;
  }

  public ReportBuilder memoryUsage(double value) {
    memoryUsage = value;
    return this;
  }

  public ReportBuilder cpuUsage(double value) {
    cpuUsage = value;
    return this;
  }

  public ReportBuilder kind(Source value) {
    kind = value;
    return this;
  }

  public ReportBuilder node(@Nullable String value) {
    node = value;
    return this;
  }

  public ReportBuilder service(@Nullable String value) {
    service = value;
    return this;
  }

  public ReportBuilder task(@Nullable String value) {
    task = value;
    return this;
  }

  public ReportBuilder slot(@Nullable Integer value) {
    slot = value;
    return this;
  }

  public ReportBuilder state(@Nullable State value) {
    state = value;
    return this;
  }

  public ReportBuilder health(@Nullable Health value) {
    health = value;
    return this;
  }

  public ReportBuilder exitCode(@Nullable Integer value) {
    exitCode = value;
    return this;
  }

  public ReportBuilder oomKilled(@Nullable Boolean value) {
    oomKilled = value;
    return this;
  }

  public ReportBuilder restarts(@Nullable Integer value) {
    restarts = value;
    return this;
  }

  public ReportBuilder created(@Nullable Instant value) {
    created = value;
    return this;
  }

  public ReportBuilder started(@Nullable Instant value) {
    started = value;
    return this;
  }

  public ReportBuilder finished(@Nullable Instant value) {
    finished = value;
    return this;
  }

  public ReportBuilder imageDigest(@Nullable String value) {
    imageDigest = value;
    return this;
  }

  public ReportBuilder ports(List<Port> value) {
    ports = value;
    return this;
  }

  public ReportBuilder networks(List<Network> value) {
    networks = value;
    return this;
  }

  public ReportBuilder limits(@Nullable ResourceLimits value) {
    limits = value;
    return this;
  }

  public ReportBuilder labels(Map<String, String> value) {
    labels = value;
    return this;
  }

  public ReportBuilder stopped(@Nullable Boolean value) {
    stopped = value;
    return this;
  }

  /**
   * Builds the report.
   *
   * @throws rollcall.common.InvalidException naming the field that is out of bounds
   */
  public Report build() {
    return new Report(
        id,
        name,
        image,
        timestamp,
        memoryUsage,
        cpuUsage,
        kind,
        node,
        service,
        task,
        slot,
        state,
        health,
        exitCode,
        oomKilled,
        restarts,
        created,
        started,
        finished,
        imageDigest,
        ports,
        networks,
        limits,
        labels,
        stopped);
  }
}
