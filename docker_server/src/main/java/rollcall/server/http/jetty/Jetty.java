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
 * The Jetty server. Spark's own is not used: it has no limits (an idle timeout of one hour, bodies
 * of any size), listens before the routes exist, and stays in a static map forever.
 */
public final class Jetty {
  /** Maximum number of requests processed concurrently. */
  private static final int PERMITS = 128;

  /** Threads for probes, connections, and buffered requests. */
  private static final int EXTRA_THREADS = 16;

  private static final int IDLE_MILLIS = 60_000;
  private static final int STOP_MILLIS = 10_000;

  private final RequestPermits permits = new RequestPermits(PERMITS);
  private final Server server;
  private final ServerConnector connector;

  /** Creates it; {@link #handle} must be called before {@link #start}. */
  public Jetty(
      String bind,
      int port,
      Optional<ServerTls> tls,
      Limits limits,
      LargeResponses large,
      JettyErrors errors,
      RequestLog requestLog) {
    QueuedThreadPool threads = new QueuedThreadPool(PERMITS + EXTRA_THREADS, 4, IDLE_MILLIS);
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
    // With StatisticsHandler, stop() waits for the requests in progress.
    server.setStopTimeout(STOP_MILLIS);
  }

  /**
   * Sets the chain of handlers; each passes requests on to the next.
   *
   * @param unbounded handlers of all requests, which need no permit
   * @param bounded handlers of at most {@value #PERMITS} concurrent requests
   * @param last the handler of requests whose bodies are not too large
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

  /** Starts to listen. */
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

  /** Stops listening, and waits for the requests in progress. */
  public void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("Jetty did not stop", e);
    }
  }
}
