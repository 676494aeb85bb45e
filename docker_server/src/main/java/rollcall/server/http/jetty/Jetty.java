package rollcall.server.http.jetty;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.HandlerWrapper;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.server.handler.StatisticsHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import rollcall.api.Bounds;
import rollcall.common.tls.ServerTls;
import rollcall.server.auth.Limits;
import rollcall.server.http.routing.LargeResponses;

/**
 * The Jetty server, built here because Spark's own has no limits (an idle timeout of an hour, no
 * bound on bodies), listens before the routes exist, and stays in a static map for ever.
 */
public final class Jetty {
  /** Requests that work at once. */
  private static final int PLACES = 128;

  /** For probes, and for what comes before a request and after it. */
  private static final int MORE_THREADS = 16;

  private static final int IDLE_MILLIS = 60_000;
  private static final int STOP_MILLIS = 10_000;

  private final RequestPermits permits = new RequestPermits(PLACES);
  private final Server server;
  private final ServerConnector connector;

  /** Builds it; {@link #handle} is next, and it does not listen yet. */
  public Jetty(
      String bind,
      int port,
      Optional<ServerTls> tls,
      Limits limits,
      LargeResponses large,
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
    ConnectionLimiter limiter = new ConnectionLimiter(limits.connections());
    connector = new WatchedConnector(server, limiter, protocols);
    connector.setHost(bind);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setAcceptQueueSize(1024);
    server.addConnector(connector);
    if (!limits.slowAfter().isZero()) {
      connector.addBean(
          new SlowClients(connector, timer, limiter, permits, large, limits.slowAfter()));
    }
    server.setErrorHandler(errors);
    server.setRequestLog(requestLog);
    // With StatisticsHandler, stop() waits for the requests that are being answered.
    server.setStopTimeout(STOP_MILLIS);
  }

  /**
   * Sets who answers requests: each handler hands on to the next.
   *
   * @param unbounded handlers of every request, probes included
   * @param bounded handlers of the {@value #PLACES} requests that work at once
   * @param last gets those whose bodies are not too large
   */
  public void handle(List<HandlerWrapper> unbounded, List<HandlerWrapper> bounded, Handler last) {
    List<HandlerWrapper> chain = new ArrayList<>();
    chain.add(new StatisticsHandler());
    chain.addAll(unbounded);
    chain.add(permits);
    chain.addAll(bounded);
    chain.add(new SizeLimitHandler(Bounds.BODY, -1));
    Handler next = last;
    for (int i = chain.size() - 1; i >= 0; i--) {
      chain.get(i).setHandler(next);
      next = chain.get(i);
    }
    server.setHandler(next);
  }

  /** Listens. */
  public void start() throws Exception {
    try {
      server.start();
    } catch (Exception e) {
      server.stop();
      throw e;
    }
  }

  public int port() {
    return connector.getLocalPort();
  }

  /** Stops to listen, and waits for what is being answered. */
  public void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("Jetty did not stop", e);
    }
  }
}
