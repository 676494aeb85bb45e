package rollcall.server.http;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import rollcall.api.AllowedHosts;
import rollcall.api.tls.ServerTls;
import rollcall.server.feed.Feed;
import rollcall.server.metrics.Metrics;
import rollcall.server.requests.RequestJournal;
import rollcall.server.storage.Storage;

/** The REST interface, from listening to drained. */
public final class HttpServer {
  private final String bind;
  private final int port;
  private final Guard guard;
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
      RequestJournal journal,
      Metrics metrics,
      LongSupplier nanoTime) {
    this.bind = bind;
    this.port = port;
    Recorder recorder = new Recorder(journal, replica, storage::now);
    guard = new Guard(replica, storage, recorder, tls.isPresent());
    Access access = new Access(credentials, storage::now);
    LargeAnswers large = new LargeAnswers();
    Router router =
        new Router(
            metrics,
            recorder,
            new Entrance(access, limits, nanoTime),
            new Audit(credentials, limits, nanoTime),
            large);
    StatusRoutes status = new StatusRoutes(storage, replica, access, guard::isDraining);
    status.addTo(router);
    new PageRoutes((request, response) -> status.index()).addTo(router);
    new ReportRoutes(storage).addTo(router);
    new ContainerRoutes(storage).addTo(router);
    new NodeRoutes(storage).addTo(router);
    new MetricsRoute(metrics).addTo(router);
    new ChangeRoutes(storage, feed).addTo(router);
    new VarRoutes(storage).addTo(router);
    new SecondLabRoutes(storage, access).addTo(router);
    new RequestRoutes(storage, journal, recorder).addTo(router);
    new FirstLabRoutes(storage, access).addTo(router);
    jetty =
        new Jetty(
            bind,
            port,
            limits,
            large,
            tls,
            new AwaitedBody(access),
            guard,
            new SiteCheck(hosts, corsOrigins),
            new Cors(corsOrigins),
            router.handler(),
            new JettyErrors(replica),
            recorder);
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
      throw new CannotListenException(
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
    guard.drain();
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
