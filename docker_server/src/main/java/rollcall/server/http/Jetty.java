package rollcall.server.http;

import java.util.Optional;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.server.handler.StatisticsHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import rollcall.api.Bounds;
import rollcall.api.tls.ServerTls;

/**
 * The Jetty server, built here because Spark's own has no limits (an idle timeout of an hour, no
 * bound on bodies), listens before the routes exist, and stays in a static map for ever.
 */
final class Jetty {
  /** Requests that work at once. */
  private static final int PLACES = 128;

  /** For probes, and for what comes before a request and after it. */
  private static final int MORE_THREADS = 16;

  private static final int IDLE_MILLIS = 60_000;
  private static final int STOP_MILLIS = 10_000;

  private final Server server;
  private final ServerConnector connector;

  /** Builds it; it does not listen yet. */
  Jetty(
      String bind,
      int port,
      Limits limits,
      LargeAnswers large,
      Optional<ServerTls> tls,
      AwaitedBody awaited,
      Guard guard,
      SiteCheck sites,
      Cors cors,
      Handler spark,
      JettyErrors errors,
      RequestLog requestLog) {
    QueuedThreadPool threads = new QueuedThreadPool(PLACES + MORE_THREADS, 4, IDLE_MILLIS);
    threads.setName("http");
    threads.setDaemon(true);
    server = new Server(threads);
    Scheduler timer = new ScheduledExecutorScheduler("http-timer", true);
    server.addBean(timer);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    ConnectionFactory[] protocols =
        tls.map(certified -> Https.protocols(certified, http))
            .orElseGet(() -> new ConnectionFactory[] {new HttpConnectionFactory(http)});
    OpenConnections connections = new OpenConnections(limits.connections());
    connector = new WatchedConnector(server, connections, protocols);
    connector.setHost(bind);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setAcceptQueueSize(1024);
    server.addConnector(connector);
    Places places = new Places(PLACES);
    if (!limits.slowAfter().isZero()) {
      connector.addBean(
          new SlowClients(connector, timer, connections, places, large, limits.slowAfter()));
    }

    SizeLimitHandler limited = new SizeLimitHandler(Bounds.BODY, -1);
    limited.setHandler(spark);
    cors.setHandler(limited);
    sites.setHandler(cors);
    places.setHandler(sites);
    guard.setHandler(places);
    StatisticsHandler counted = new StatisticsHandler();
    awaited.setHandler(guard);
    counted.setHandler(awaited);
    server.setHandler(counted);
    server.setErrorHandler(errors);
    server.setRequestLog(requestLog);
    // With StatisticsHandler, stop() waits for the requests that are being answered.
    server.setStopTimeout(STOP_MILLIS);
  }

  /** Listens. */
  void start() throws Exception {
    try {
      server.start();
    } catch (Exception e) {
      server.stop();
      throw e;
    }
  }

  int port() {
    return connector.getLocalPort();
  }

  /** Stops to listen, and waits for what is being answered. */
  void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("Jetty did not stop", e);
    }
  }
}
