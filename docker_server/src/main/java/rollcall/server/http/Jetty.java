package rollcall.server.http;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
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
import org.jspecify.annotations.Nullable;
import rollcall.api.Bounds;
import rollcall.api.tls.ServerTls;
import spark.embeddedserver.EmbeddedServer;
import spark.embeddedserver.jetty.websocket.WebSocketHandlerWrapper;
import spark.ssl.SslStores;

/**
 * The Jetty server, built here because Spark's own has no limits: an idle timeout of an hour, no
 * bound on bodies, and a connector that listens before the routes exist.
 */
final class Jetty implements EmbeddedServer {
  /** Requests that work at once. */
  private static final int PLACES = 128;

  /** For probes, and for what comes before a request and after it. */
  private static final int MORE_THREADS = 16;

  private static final int IDLE_MILLIS = 60_000;
  private static final int STOP_MILLIS = 10_000;

  private final Server server;
  private final ServerConnector connector;
  private final CountDownLatch routesAreComplete;
  private final CompletableFuture<Integer> listening;

  /**
   * Builds it; Spark ignites it in a thread of its own.
   *
   * @param routesAreComplete what it waits for before it listens
   * @param listening completed with the port when it does
   */
  Jetty(
      String bind,
      int port,
      Limits limits,
      Optional<ServerTls> tls,
      AwaitedBody awaited,
      Guard guard,
      SiteCheck sites,
      Cors cors,
      Handler spark,
      JettyErrors errors,
      RequestLog requestLog,
      CountDownLatch routesAreComplete,
      CompletableFuture<Integer> listening) {
    this.routesAreComplete = routesAreComplete;
    this.listening = listening;
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
      connector.addBean(new SlowClients(connector, timer, connections, places, limits.slowAfter()));
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

  /** There are none; Spark's default throws. */
  @Override
  public void configureWebSockets(
      Map<String, WebSocketHandlerWrapper> handlers, Optional<Long> idleTimeoutMillis) {}

  @Override
  public int ignite(
      String host,
      int port,
      @Nullable SslStores sslStores,
      int maxThreads,
      int minThreads,
      int threadIdleTimeoutMillis)
      throws Exception {
    routesAreComplete.await();
    try {
      server.start();
    } catch (IOException e) {
      server.stop();
      throw e;
    }
    listening.complete(connector.getLocalPort());
    return connector.getLocalPort();
  }

  @Override
  public void join() throws InterruptedException {
    server.join();
  }

  @Override
  public void extinguish() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("Jetty did not stop", e);
    }
  }

  @Override
  public int activeThreadCount() {
    return server.getThreadPool().getThreads() - server.getThreadPool().getIdleThreads();
  }
}
