package rollcall.server.http;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import rollcall.api.tls.ServerTls;
import rollcall.server.feed.Feed;
import rollcall.server.metrics.Metrics;
import rollcall.server.requests.RequestJournal;
import rollcall.server.storage.Storage;
import spark.Service;
import spark.embeddedserver.EmbeddedServers;
import spark.embeddedserver.jetty.JettyHandler;
import spark.http.matching.MatcherFilter;

/** The REST interface, from listening to drained. */
public final class HttpServer {
  private final String bind;
  private final int port;
  private final Guard guard;
  private final JettyErrors errors;
  private final Service spark = Service.ignite();
  private final CountDownLatch routesAreComplete = new CountDownLatch(1);
  private final CompletableFuture<Integer> listening = new CompletableFuture<>();

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
      RequestJournal journal,
      Metrics metrics,
      Clock clock) {
    this.bind = bind;
    this.port = port;
    Recorder recorder = new Recorder(journal, replica, clock);
    guard = new Guard(replica, storage, recorder, tls.isPresent());
    errors = new JettyErrors(replica);
    Access access = new Access(credentials, clock);
    EmbeddedServers.add(
        this,
        (routes, staticFiles, exceptions, hasMultipleHandlers) -> {
          MatcherFilter filter =
              new MatcherFilter(
                  new IndexedRoutes(routes), staticFiles, exceptions, false, hasMultipleHandlers);
          filter.init(null);
          return new Jetty(
              bind,
              port,
              limits,
              tls,
              new AwaitedBody(access),
              guard,
              new SiteCheck(hosts, corsOrigins),
              new Cors(corsOrigins),
              new JettyHandler(filter),
              errors,
              recorder,
              routesAreComplete,
              listening);
        });
    spark.embeddedServerIdentifier(this);
    spark.initExceptionHandler(listening::completeExceptionally);
    Router router =
        new Router(
            spark, metrics, recorder, new Entrance(access, limits), new Audit(credentials, limits));
    StatusRoutes status = new StatusRoutes(storage, replica, clock, access, guard::isDraining);
    status.addTo(router);
    new PageRoutes((request, response) -> status.index()).addTo(router);
    new ReportRoutes(storage).addTo(router);
    new ContainerRoutes(storage, clock).addTo(router);
    new NodeRoutes(storage).addTo(router);
    new MetricsRoute(metrics).addTo(router);
    new ChangeRoutes(storage, feed).addTo(router);
    new VarRoutes(storage).addTo(router);
    new SecondLabRoutes(storage, access).addTo(router);
    new RequestRoutes(storage, journal, recorder).addTo(router);
    new FirstLabRoutes(storage, access).addTo(router);
    router.register();
  }

  /**
   * Returns when requests are answered.
   *
   * @throws CannotListenException if the port cannot be had
   */
  public void start() {
    routesAreComplete.countDown();
    try {
      listening.get();
    } catch (ExecutionException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      throw new CannotListenException(
          "cannot listen on "
              + bind
              + ":"
              + port
              + " ("
              + why.getMessage()
              + "); set ROLLCALL_PORT, or stop what listens there",
          why);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The port that it listens on, once started. */
  public int port() {
    return listening.join();
  }

  /**
   * Goes on serving for a while, each answer with {@code Connection: close}, and is not ready: what
   * a balancer sent at the very moment of {@link #stop} would be lost.
   */
  public void drain(Duration time) {
    guard.drain();
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Refuses new connections, finishes what is being answered, stops. */
  public void stop() {
    spark.stop();
    spark.awaitStop();
  }
}
