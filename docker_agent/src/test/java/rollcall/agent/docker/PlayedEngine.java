package rollcall.agent.docker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A fake engine over real HTTP, with responses of a test or recorded ones. */
final class PlayedEngine implements AutoCloseable {
  /** A recorded running container with a label, a port, limits and a health check. */
  static final String WEB = "605213e63da7a1d4e54fa0caf5b3dd7bd1bd7a270418ad0c9c2f460c124b17b7";

  /** A running container on the host network. */
  static final String HOST = "1fc097a23ace0d03230874bbb741221957258fe6a3b24d8473267ac8e5997294";

  /** An exited container without a network. */
  static final String JOB = "1881d5e0461e5e74c8a84ae0f09dd6dbbedf90718249040824aba5f414cacd4e";

  /** A running container in the network of {@link #WEB}. */
  static final String SIDE = "5a99a64ac788a8d1e7993f869952225167328dee9890ce5c5bf2463a7030043e";

  /** A container that was never started. */
  static final String NEW = "2d6ba18f62b200c5cda3bb2dda5e8047fba2686d08ec1e89de5a2aea29bd18d8";

  static final Duration FOR_EVER = Duration.ofHours(1);

  /** Responses by path, without the API version. */
  final Map<String, String> answers = new ConcurrentHashMap<>();

  /** Statuses by path, if not 200. */
  final Map<String, Integer> refusals = new ConcurrentHashMap<>();

  /** Delays of responses by path. */
  final Map<String, Duration> delays = new ConcurrentHashMap<>();

  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  PlayedEngine() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** An engine with recorded responses of Docker 20.10 in a swarm of one node. */
  static PlayedEngine recorded() {
    PlayedEngine engine = new PlayedEngine();
    for (String name : new String[] {"info", "version", "networks", "nodes", "services"}) {
      engine.answers.put("/" + name, recorded(name + ".json"));
    }
    engine.answers.put("/events", recorded("events.json"));
    engine.answers.put("/containers/json", recorded("list.json"));
    Map.of("web", WEB, "host", HOST, "job", JOB, "side", SIDE, "new", NEW)
        .forEach(
            (name, id) -> {
              engine.answers.put(
                  "/containers/" + id + "/json", recorded("inspect-" + name + ".json"));
              engine.answers.put("/containers/" + id + "/stats", recorded("stats.json"));
            });
    return engine;
  }

  static String recorded(String name) {
    try (InputStream in = PlayedEngine.class.getResourceAsStream("/recorded/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  Optional<String> address() {
    return Optional.of("tcp://127.0.0.1:" + port());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().replaceFirst("^/v[0-9.]+", "");
      exchange.getRequestBody().readAllBytes();
      Duration delay = delays.getOrDefault(path, Duration.ZERO);
      if (!delay.isZero() && closed.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      String answer = answers.getOrDefault(path, "{\"message\":\"page not found\"}");
      int status = refusals.getOrDefault(path, answers.containsKey(path) ? 200 : 404);
      byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
