package rollcall.server.http;

import java.util.Map;
import rollcall.api.Paths;
import rollcall.server.metrics.Metrics;

/** What a Prometheus server scrapes. */
final class MetricsRoute {
  private final Metrics metrics;

  MetricsRoute(Metrics metrics) {
    this.metrics = metrics;
  }

  void addTo(Router router) {
    router.on(
        "GET",
        Paths.METRICS,
        (request, response) -> new Answer(200, Metrics.MEDIA_TYPE, metrics.text(), Map.of()));
  }
}
