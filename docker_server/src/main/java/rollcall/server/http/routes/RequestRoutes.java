package rollcall.server.http.routes;

import java.time.Instant;
import java.util.Map;
import rollcall.api.Paths;
import rollcall.api.status.RequestLogPage;
import rollcall.server.http.exchange.ApiResponse;
import rollcall.server.http.exchange.QueryParameters;
import rollcall.server.http.exchange.RequestLogger;
import rollcall.server.http.routing.Router;
import rollcall.server.requestlog.RequestLogWriter;
import rollcall.server.storage.RequestLog;
import rollcall.server.storage.RequestLogStore;
import rollcall.server.storage.Versioned;
import spark.Request;
import spark.Response;

/** The request log as JSON and HTML. The newest entry of each response is its own request. */
public final class RequestRoutes {
  private static final int LIMIT = 25;
  private static final int MAX_LIMIT = 1000;

  private final RequestLogStore store;
  private final RequestLogWriter requestLog;
  private final RequestLogger requestLogger;

  public RequestRoutes(
      RequestLogStore store, RequestLogWriter requestLog, RequestLogger requestLogger) {
    this.store = store;
    this.requestLog = requestLog;
    this.requestLogger = requestLogger;
  }

  public void addTo(Router router) {
    router.list(Paths.REQUESTS, this::list);
    router.on("GET", Paths.REQUESTS_PAGE, this::page);
  }

  private ApiResponse list(Request request, Response response) {
    QueryParameters parameters = new QueryParameters(request, "limit");
    RequestLogPage requests = newest(request, parameters.integer("limit", LIMIT, MAX_LIMIT));
    return ApiResponse.json(200, requests, requests.revision());
  }

  private ApiResponse page(Request request, Response response) {
    new QueryParameters(request);
    RequestLogPage requests = newest(request, LIMIT);
    return new ApiResponse(
        200,
        RequestLogHtml.MEDIA_TYPE,
        RequestLogHtml.of(requests),
        Map.of(
            Paths.REVISION,
            Long.toString(requests.revision()),
            "Content-Security-Policy",
            RequestLogHtml.POLICY,
            "Referrer-Policy",
            "no-referrer"));
  }

  /** Reads up to the time of this request, so that later ones do not displace it. */
  private RequestLogPage newest(Request request, int limit) {
    Instant time = requestLogger.recordAndAwait(request.raw(), 200);
    Versioned<RequestLog> log = store.newest(time, limit);
    return new RequestLogPage(
        log.value().newest(), log.value().answered(), requestLog.dropped(), log.revision());
  }
}
