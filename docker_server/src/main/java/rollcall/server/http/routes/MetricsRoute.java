package rollcall.server.http.routes;

import java.util.Map;
import rollcall.api.Paths;
import rollcall.server.http.exchange.ApiResponse;
import rollcall.server.http.routing.Router;
import rollcall.server.metrics.Metrics;

/** The metrics, for a Prometheus server. */
public final class MetricsRoute {
  private final Metrics metrics;

  public MetricsRoute(Metrics metrics) {
    this.metrics = metrics;
  }

  public void addTo(Router router) {
    router.on(
        "GET",
        Paths.METRICS,
        (request, response) -> new ApiResponse(200, Metrics.MEDIA_TYPE, metrics.text(), Map.of()));
  }
}
