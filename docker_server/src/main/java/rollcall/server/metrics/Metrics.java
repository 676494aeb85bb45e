package rollcall.server.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import rollcall.server.storage.change.CommitListener;

/**
 * The metrics that this process counts; {@link StateGauges} adds gauges that are read per scrape.
 */
public final class Metrics implements CommitListener {
  /** The media type of {@link #text}. */
  public static final String MEDIA_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
  private final Counter requests =
      Counter.builder()
          .name("rollcall_http_requests_total")
          .help("Requests answered, by route and status.")
          .labelNames("method", "route", "status")
          .register(registry);
  private final Histogram durations =
      Histogram.builder()
          .name("rollcall_http_request_duration_seconds")
          .help("Time from a request's arrival to its answer, by route.")
          .unit(Unit.SECONDS)
          .labelNames("route")
          .classicOnly()
          .classicUpperBounds(.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10)
          .register(registry);
  private final Histogram batches =
      Histogram.builder()
          .name("rollcall_commit_changes")
          .help("Writes in one commit.")
          .classicOnly()
          .classicUpperBounds(1, 2, 4, 8, 16, 32, 64, 128, 256)
          .register(registry);
  private final Histogram commits =
      Histogram.builder()
          .name("rollcall_commit_duration_seconds")
          .help("Time of one commit, its fsync included.")
          .unit(Unit.SECONDS)
          .classicOnly()
          .classicUpperBounds(.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5)
          .register(registry);

  PrometheusRegistry registry() {
    return registry;
  }

  /**
   * Returns the metrics of one route.
   *
   * @param pattern the route's pattern, not a request's path: paths would make unlimited labels
   */
  public Route route(String method, String pattern) {
    return new Route(method, pattern);
  }

  /** The metrics of one route; caches its data points, whose lookup by labels is slower. */
  public final class Route {
    private final String method;
    private final String pattern;
    private final Map<Integer, Series> byStatus = new ConcurrentHashMap<>();

    private Route(String method, String pattern) {
      this.method = method;
      this.pattern = pattern;
    }

    private record Series(CounterDataPoint count, DistributionDataPoint duration) {}

    public void answered(int status, Duration time) {
      Series series = byStatus.computeIfAbsent(status, this::series);
      series.count().inc();
      series.duration().observe(seconds(time));
    }

    private Series series(int status) {
      return new Series(
          requests.labelValues(method, pattern, String.valueOf(status)),
          durations.labelValues(pattern));
    }
  }

  @Override
  public void committed(int changes, Duration time) {
    batches.observe(changes);
    commits.observe(seconds(time));
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  /** Returns all metrics in the Prometheus text format 0.0.4. */
  public String text() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
    try {
      writer.write(out, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
