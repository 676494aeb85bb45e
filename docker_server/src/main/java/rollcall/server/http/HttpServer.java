package rollcall.server.http;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import rollcall.common.AllowedHosts;
import rollcall.common.tls.ServerTls;
import rollcall.server.auth.AdmissionControl;
import rollcall.server.auth.AllowedOrigins;
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

/** The REST interface, from listening to drained. */
public final class HttpServer {
  private final String bind;
  private final int port;
  private final EdgeHandler edge;
  private final Jetty jetty;

  /**
   * Prepares it; {@link #start} listens.
   *
   * @param port 0 for any free one
   * @param replica this process's name, for X-Served-By
   * @param hosts the names that it answers to
   * @param corsOrigins whose pages may read the answers
   * @param credentials who may write, and who may read
   * @param limits what callers may take
   * @param tls what to show callers; empty for plain HTTP
   * @param nanoTime {@link System#nanoTime}, for the rates of {@code limits}
   */
  public HttpServer(
      String bind,
      int port,
      String replica,
      AllowedHosts hosts,
      AllowedOrigins corsOrigins,
      Credentials credentials,
      Limits limits,
      Optional<ServerTls> tls,
      Storage storage,
      Feed feed,
      RequestLogWriter requestLog,
      Metrics metrics,
      LongSupplier nanoTime) {
    this.bind = bind;
    this.port = port;
    RequestLogger requestLogger = new RequestLogger(requestLog, replica, storage::now);
    edge = new EdgeHandler(replica, storage, requestLogger, tls.isPresent());
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
            bind,
            port,
            limits,
            large,
            tls,
            new BodyBufferingHandler(authenticator),
            edge,
            new CrossSiteHandler(hosts, corsOrigins),
            new CorsHandler(corsOrigins),
            router.handler(),
            new JettyErrors(replica),
            requestLogger);
  }

  /**
   * Returns when requests are answered.
   *
   * @throws CannotListenException if the port cannot be had
   */
  public void start() {
    try {
      jetty.start();
    } catch (Exception e) { // Jetty says no more than that
      throw new ListenException(
          "cannot listen on "
              + bind
              + ":"
              + port
              + " ("
              + e.getMessage()
              + "); set ROLLCALL_PORT, or stop what listens there",
          e);
    }
  }

  /** The port that it listens on, once started. */
  public int port() {
    return jetty.port();
  }

  /**
   * Goes on serving for a while, each answer with {@code Connection: close}, and is not ready: what
   * a balancer sent at the very moment of {@link #stop} would be lost.
   */
  public void drain(Duration time) {
    edge.drain();
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Refuses new connections, finishes what is being answered, stops. */
  public void stop() {
    jetty.stop();
  }
}
