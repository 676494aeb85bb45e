package rollcall.agent.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import rollcall.api.container.State;
import rollcall.common.Version;

/** The agent's metrics for Prometheus. */
public final class Metrics {
  public static final String MEDIA_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  /** The type of a message to the server. */
  public enum Kind {
    LIST,
    UPDATE,
    HEARTBEAT
  }

  private static final double[] SECONDS = {.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5};

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final LongSupplier nanoTime;
  private final Counter reports;
  private final Counter events;
  private final Counter unreadable;
  private final Histogram inspections;
  private final Histogram lists;
  private volatile Map<State, Integer> containers = Map.of();
  private volatile int departed;
  private volatile int listed;
  private volatile int unread;
  private volatile long acknowledged;

  /**
   * Creates the metrics of a starting agent.
   *
   * @param nanoTime a monotonic clock
   */
  public Metrics(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.acknowledged = nanoTime.getAsLong();
    reports =
        Counter.builder()
            .name("rollcall_agent_reports_total")
            .help(
                "Lists, updates and heartbeats that the server acknowledged, and those that failed.")
            .labelNames("kind", "result")
            .register(registry);
    for (Kind kind : Kind.values()) {
      reports.initLabelValues(label(kind), "sent");
      reports.initLabelValues(label(kind), "failed");
    }
    events =
        Counter.builder()
            .name("rollcall_agent_events_total")
            .help("Container events of the Docker engine.")
            .labelNames("action")
            .register(registry);
    unreadable =
        Counter.builder()
            .name("rollcall_agent_unreadable_fields_total")
            .help("Unreadable fields of the engine's responses, reported as unknown.")
            .labelNames("field")
            .register(registry);
    inspections = histogram("rollcall_agent_inspect_seconds", "Time to inspect one container.");
    lists = histogram("rollcall_agent_list_seconds", "Time to list the containers by their ids.");
    gauges();
    Info.builder()
        .name("rollcall_agent_info")
        .help("The agent's version.")
        .labelNames("version")
        .register(registry)
        .addLabelValues(Version.CURRENT);
  }

  private void gauges() {
    GaugeWithCallback.builder()
        .name("rollcall_agent_containers")
        .help("Containers of the node.")
        .labelNames("state")
        .callback(
            gauge -> containers.forEach((state, count) -> gauge.call(count, state.wireName())))
        .register(registry);
    GaugeWithCallback.builder()
        .name("rollcall_agent_departed_containers")
        .help("Removed containers whose end was not reported to the server yet.")
        .callback(gauge -> gauge.call(departed))
        .register(registry);
    GaugeWithCallback.builder()
        .name("rollcall_agent_listed_containers")
        .help("Containers that the engine lists.")
        .callback(gauge -> gauge.call(listed))
        .register(registry);
    GaugeWithCallback.builder()
        .name("rollcall_agent_unread_containers")
        .help("Listed containers that are reported in part, as last known, or not at all.")
        .callback(gauge -> gauge.call(unread))
        .register(registry);
    GaugeWithCallback.builder()
        .name("rollcall_agent_report_age_seconds")
        .help("Time since the server last acknowledged a report, or since the start.")
        .callback(gauge -> gauge.call((nanoTime.getAsLong() - acknowledged) / 1e9))
        .register(registry);
  }

  private Histogram histogram(String name, String help) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .classicOnly()
        .classicUpperBounds(SECONDS)
        .register(registry);
  }

  public void sent(Kind kind) {
    acknowledged = nanoTime.getAsLong();
    reports.labelValues(label(kind), "sent").inc();
  }

  public void failed(Kind kind) {
    reports.labelValues(label(kind), "failed").inc();
  }

  /** Counts an event; the agent subscribes to a bounded number of actions. */
  public void event(String action) {
    events.labelValues(action).inc();
  }

  /** Counts an unreadable field; names come from the agent's code, so their number is bounded. */
  public void unreadable(String field) {
    unreadable.labelValues(field).inc();
  }

  public void inspected(long nanos) {
    inspections.observe(seconds(nanos));
  }

  public void listed(long nanos) {
    lists.observe(seconds(nanos));
  }

  /** Sets the gauges of the roster. */
  public void roster(
      Map<State, Integer> byState, int removedCount, int listedCount, int unreadCount) {
    containers = Map.copyOf(byState);
    departed = removedCount;
    listed = listedCount;
    unread = unreadCount;
  }

  /** All metrics in Prometheus' text format. */
  public String text() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(out, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String label(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static double seconds(long nanos) {
    return (double) nanos / TimeUnit.SECONDS.toNanos(1);
  }
}
