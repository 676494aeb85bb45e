package rollcall.server.http;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import rollcall.server.auth.AdmissionControl;
import rollcall.server.auth.AuditLog;
import rollcall.server.auth.Authenticator;
import rollcall.server.auth.Credentials;
import rollcall.server.auth.Limits;
import rollcall.server.feed.Feed;
import rollcall.server.http.exchange.RequestLogger;
import rollcall.server.http.jetty.BodyBufferingHandler;
import rollcall.server.http.jetty.CorsHandler;
import rollcall.server.http.jetty.CrossSiteHandler;
import rollcall.server.http.jetty.EdgeHandler;
import rollcall.server.http.jetty.Jetty;
import rollcall.server.http.jetty.JettyErrors;
import rollcall.server.http.routes.ChangeRoutes;
import rollcall.server.http.routes.ContainerRoutes;
import rollcall.server.http.routes.DashboardRoutes;
import rollcall.server.http.routes.LegacyReportRoutes;
import rollcall.server.http.routes.LegacyVariableRoutes;
import rollcall.server.http.routes.MetricsRoute;
import rollcall.server.http.routes.NodeRoutes;
import rollcall.server.http.routes.ReportRoutes;
import rollcall.server.http.routes.RequestRoutes;
import rollcall.server.http.routes.StatusRoutes;
import rollcall.server.http.routes.VariableRoutes;
import rollcall.server.http.routing.LargeResponses;
import rollcall.server.http.routing.Router;
import rollcall.server.metrics.Metrics;
import rollcall.server.requestlog.RequestLogWriter;
import rollcall.server.storage.Storage;

/** The HTTP server with all handlers and routes. */
public final class HttpServer implements AutoCloseable {
  private final HttpConfig config;
  private final EdgeHandler edge;
  private final Jetty jetty;

  /**
   * Creates it; {@link #start} starts to listen.
   *
   * @param replica this process's name, for X-Served-By
   * @param nanoTime {@link System#nanoTime}, for the rate limits
   */
  public HttpServer(
      HttpConfig config,
      String replica,
      Storage storage,
      Feed feed,
      RequestLogWriter requestLog,
      Metrics metrics,
      LongSupplier nanoTime) {
    this.config = config;
    Credentials credentials = config.credentials();
    Limits limits = config.limits();
    RequestLogger requestLogger = new RequestLogger(requestLog, replica, storage::now);
    edge = new EdgeHandler(replica, storage, requestLogger, config.tls().isPresent());
    Authenticator authenticator = new Authenticator(credentials, storage::now);
    LargeResponses large = new LargeResponses();
    Router router =
        new Router(
            metrics,
            requestLogger,
            new AdmissionControl(authenticator, limits, nanoTime),
            new AuditLog(credentials, limits, nanoTime),
            large);
    StatusRoutes status = new StatusRoutes(storage, replica, authenticator, edge::isDraining);
    status.addTo(router);
    new DashboardRoutes((request, response) -> status.index(router.paths())).addTo(router);
    new ReportRoutes(storage.roster()).addTo(router);
    new ContainerRoutes(storage).addTo(router);
    new NodeRoutes(storage.nodes()).addTo(router);
    new MetricsRoute(metrics).addTo(router);
    new ChangeRoutes(storage.changes(), feed).addTo(router);
    new VariableRoutes(storage.variables()).addTo(router);
    new LegacyVariableRoutes(storage.variables(), authenticator).addTo(router);
    new RequestRoutes(storage.requestLog(), requestLog, requestLogger).addTo(router);
    new LegacyReportRoutes(storage.roster(), authenticator).addTo(router);
    jetty =
        new Jetty(
            config.bind(),
            config.port(),
            config.tls(),
            limits,
            large,
            new JettyErrors(replica),
            requestLogger);
    jetty.handle(
        List.of(new BodyBufferingHandler(authenticator), edge),
        List.of(
            new CrossSiteHandler(config.hosts(), config.corsOrigins()),
            new CorsHandler(config.corsOrigins())),
        router.handler());
  }

  /**
   * Starts to listen; returns when requests are served.
   *
   * @throws ListenException if the port is not available
   */
  public void start() {
    try {
      jetty.start();
    } catch (Exception e) { // Jetty declares no narrower type
      throw new ListenException(
          "cannot listen on "
              + config.bind()
              + ":"
              + config.port()
              + " ("
              + e.getMessage()
              + "); set ROLLCALL_PORT, or stop the program that uses the port",
          e);
    }
  }

  /** Returns the port that it listens on; valid after the start. */
  public int port() {
    return jetty.port();
  }

  /**
   * Continues to serve for this time, with {@code Connection: close} and reporting "not ready".
   * Otherwise requests that a balancer sends during {@link #close} would be lost.
   */
  public void drain(Duration time) {
    edge.drain();
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Refuses new connections, completes the requests in progress and stops. */
  @Override
  public void close() {
    jetty.stop();
  }
}
