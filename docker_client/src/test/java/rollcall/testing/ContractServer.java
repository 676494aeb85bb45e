package rollcall.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rollcall.api.Problem;
import rollcall.api.container.Container;
import rollcall.api.container.ContainerPage;
import rollcall.api.container.Report;
import rollcall.api.json.Json;
import rollcall.api.node.Node;
import rollcall.api.node.NodeList;
import rollcall.api.status.Status;

/** A small HTTP server that implements the APIs of server and agent, with a roster in memory. */
public final class ContractServer implements AutoCloseable {
  private static final int PAGE = 2;

  private final HttpServer http;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Container> roster = new ConcurrentSkipListMap<>();
  private final List<String> authorizations = new ArrayList<>();
  private final Report self;
  private final AtomicInteger busy = new AtomicInteger();
  private final AtomicInteger turn = new AtomicInteger();
  private volatile List<Node> nodes = List.of(drainedNode(), unheardNode());
  private volatile List<Supplier<Status>> replicas = List.of(ContractServer::status);

  /** Starts it; its agent API identifies every caller as {@code self}. */
  public ContractServer(Report self) throws IOException {
    this.self = self;
    // On all interfaces, because 127.0.0.2 stands for another node.
    http = HttpServer.create(new InetSocketAddress(0), 0);
    http.createContext("/", this::handle);
    http.setExecutor(threads);
    http.start();
  }

  public String url() {
    return "http://127.0.0.1:" + port();
  }

  public int port() {
    return http.getAddress().getPort();
  }

  /** Handles all paths below {@code path}, unless busy. */
  public void on(String path, HttpHandler handler) {
    http.createContext(
        path,
        exchange -> {
          if (busy.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            answer(exchange, 503, new Problem("x", "Busy", 503, "Try later", null, null));
          } else {
            handler.handle(exchange);
          }
        });
  }

  /** Makes the next requests to paths of {@link #on} fail with 503. */
  public void busy(int requests) {
    busy.set(requests);
  }

  /** Responds to a path with a value. */
  public void on(String path, Object value) {
    on(path, exchange -> answer(exchange, 200, value));
  }

  /** Replaces the nodes. */
  public void nodes(List<Node> nodes) {
    this.nodes = nodes;
  }

  /** Sets replicas that return their status in turn, as behind the routing mesh. */
  public void replicas(List<Supplier<Status>> replicas) {
    this.replicas = replicas;
  }

  /** Adds an entry to the roster. */
  public void add(Container container) {
    roster.put(container.report().name(), container);
  }

  /** The received Authorization headers, in order. */
  public synchronized List<String> authorizations() {
    return List.copyOf(authorizations);
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    @Nullable String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization != null) {
      synchronized (this) {
        authorizations.add(authorization);
      }
    }
    exchange.getResponseHeaders().set("X-Served-By", "server.1@here");
    if (path.equals("/api/reports")) {
      store(exchange);
    } else if (path.equals("/api/containers")) {
      answer(exchange, 200, page(query(exchange)));
    } else if (path.startsWith("/api/containers/")) {
      find(exchange, roster.get(path.substring("/api/containers/".length())));
    } else if (path.equals("/api/nodes")) {
      answer(exchange, 200, new NodeList(nodes, 7));
    } else if (path.equals("/api/status")) {
      answer(exchange, 200, replicas.get(turn.getAndIncrement() % replicas.size()).get());
    } else if (path.equals("/info") || path.equals("/containers/" + self.name())) {
      answer(exchange, 200, self);
    } else if (path.equals("/healthcheck")) {
      answer(exchange, 200, Map.of("status", "ok"));
    } else {
      find(exchange, null);
    }
  }

  private void store(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Report report = Json.read(body, Report.class);
    @Nullable Container known = roster.get(report.name());
    boolean isNew = known == null || !known.report().equals(report);
    Instant now = Instant.now();
    Container stored = known == null ? new Container(report, now, now, null) : known;
    add(stored);
    answer(exchange, isNew ? 201 : 200, stored);
  }

  private static void find(HttpExchange exchange, @Nullable Container found) throws IOException {
    if (found != null) {
      answer(exchange, 200, found);
      return;
    }
    String path = exchange.getRequestURI().getPath();
    answer(
        exchange,
        404,
        new Problem(
            Problem.TYPE + "not-found", "Not found", 404, "nothing at " + path, path, "Look."));
  }

  private ContainerPage page(Map<String, String> query) {
    List<Container> found = new ArrayList<>();
    for (Container container : roster.values()) {
      if (container.report().name().compareTo(query.getOrDefault("after", "")) > 0
          && container.report().image().contains(query.getOrDefault("q", ""))) {
        found.add(container);
      }
    }
    boolean more = found.size() > PAGE;
    List<Container> page = more ? found.subList(0, PAGE) : found;
    return new ContainerPage(page, more ? page.get(PAGE - 1).report().name() : null, 7);
  }

  private static Node drainedNode() {
    Instant heard = Instant.now().minusSeconds(150);
    return Node.builder("n1")
        .address("10.0.0.1")
        .heard(heard, heard, null)
        .agentVersion("0.1.0")
        .engine("20.10", null)
        .containers(3, 2)
        .swarm("manager", "drain", "ready")
        .build();
  }

  private static Node unheardNode() {
    return Node.builder("n2").build();
  }

  private static Status status() {
    Instant now = Instant.now();
    return new Status(
        "0.1.0",
        "server.1@here",
        now,
        90,
        "on",
        7,
        new Status.Storage("sqlite", "d1", 1, "ok"),
        List.of(new Status.Replica("server.1@here", "0.1.0", now, now.minusSeconds(2), null)),
        List.of());
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new TreeMap<>();
    @Nullable String text = exchange.getRequestURI().getRawQuery();
    for (String pair : text == null ? new String[0] : text.split("&")) {
      String[] parts = pair.split("=", 2);
      query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  /** Delays a response, like a long poll. */
  public static void pause() {
    try {
      Thread.sleep(5000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends a value as JSON. */
  public static void answer(HttpExchange exchange, int status, Object value) throws IOException {
    byte[] body = Json.write(value).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("X-Rollcall-Revision", "7");
    exchange
        .getResponseHeaders()
        .set("Content-Type", value instanceof Problem ? Problem.MEDIA_TYPE : "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
