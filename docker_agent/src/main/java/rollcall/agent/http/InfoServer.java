package rollcall.agent.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import rollcall.agent.docker.Engine;
import rollcall.agent.docker.node.NodeContainers;
import rollcall.agent.metrics.Metrics;
import rollcall.attestation.Signer;
import rollcall.common.tls.ServerTls;

/** The agent's HTTP server: the JDK's, with the limits that it lacks. */
public final class InfoServer implements AutoCloseable {
  /** Many, because the JDK's server blocks a thread while it reads a request's headers. */
  private static final int THREADS = 128;

  private static final int WAITING = 128;

  private static final int GRACE_SECONDS = 1;

  static {
    // The JDK's server reads these once; -D on the command line takes precedence.
    Map.of(
            "sun.net.httpserver.maxReqTime", "10",
            "sun.net.httpserver.maxRspTime", "30",
            "sun.net.httpserver.idleInterval", "30",
            "sun.net.httpserver.maxReqHeaders", "64",
            "sun.net.httpserver.maxReqHeaderSize", "16384",
            "jdk.httpserver.maxConnections", "512",
            // Else Nagle's algorithm delays each response on a kept-alive connection by 40 ms.
            "sun.net.httpserver.nodelay", "true")
        .forEach(
            (name, value) -> {
              if (System.getProperty(name) == null) {
                System.setProperty(name, value);
              }
            });
  }

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final AtomicInteger running = new AtomicInteger();

  private InfoServer(HttpServer server, ThreadPoolExecutor threads, InfoHandler handler) {
    this.server = server;
    this.threads = threads;
    server.setExecutor(threads);
    server.createContext("/", exchange -> counted(exchange, handler));
  }

  /** Starts a server. */
  public static InfoServer start(
      HttpConfig config,
      NodeContainers containers,
      Engine engine,
      Optional<Signer> signer,
      Metrics metrics)
      throws IOException {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS, THREADS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING));
    threads.allowCoreThreadTimeOut(true);
    InfoHandler handler =
        new InfoHandler(
            containers,
            config.token(),
            signer,
            new HealthCheck(engine, containers),
            metrics,
            config.hosts());
    InfoServer server = new InfoServer(create(config.address(), config.tls()), threads, handler);
    server.server.start();
    return server;
  }

  private static HttpServer create(InetSocketAddress address, Optional<ServerTls> tls)
      throws IOException {
    if (tls.isEmpty()) {
      return HttpServer.create(address, 0);
    }
    HttpsServer server = HttpsServer.create(address, 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(tls.get().context()) {
          @Override
          public void configure(HttpsParameters parameters) {
            parameters.setProtocols(ServerTls.protocols());
          }
        });
    return server;
  }

  public InetSocketAddress address() {
    return server.getAddress();
  }

  private void counted(HttpExchange exchange, InfoHandler handler) throws IOException {
    running.incrementAndGet();
    try {
      handler.handle(exchange);
    } finally {
      running.decrementAndGet();
    }
  }

  /** Stops accepting requests, and waits for running ones. */
  @Override
  public void close() {
    // JDK 17 always waits for the whole delay, even if no request is running.
    server.stop(running.get() == 0 ? 0 : GRACE_SECONDS);
    threads.shutdownNow();
  }
}
