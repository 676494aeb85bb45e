package rollcall.e2e.day;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rollcall.e2e.program.Program;

/**
 * The API of a Docker engine over the containers of a {@link PlayedHost}, on a port of its own: as
 * much of it as an agent asks for. It can be slow, refuse, or be gone.
 */
final class PlayedEngine implements AutoCloseable {
  private static final Pattern CONTAINER = Pattern.compile("/containers/([^/]+)/(json|stats)");
  private static final int KEPT_EVENTS = 256;

  private final PlayedHost host;
  private final int port;
  private final Deque<Event> events = new ArrayDeque<>();
  private final List<Follower> followers = new ArrayList<>();
  private volatile long slowMillis;
  private volatile boolean refusing;
  private HttpServer server;
  private ExecutorService pool;

  private record Event(long nanos, String json) {}

  /** An open answer to {@code GET /events}. */
  private static final class Follower {
    final OutputStream body;

    Follower(OutputStream body) {
      this.body = body;
    }
  }

  PlayedEngine(PlayedHost host) throws IOException {
    this.host = host;
    this.port = Program.freePort();
    up();
  }

  String address() {
    return "tcp://127.0.0.1:" + port;
  }

  /** Each inspection takes so long. */
  void slow(long millis) {
    slowMillis = millis;
  }

  /** Inspections get 403, as from a socket proxy. */
  void refuse(boolean refuse) {
    refusing = refuse;
  }

  synchronized void up() throws IOException {
    if (server != null) {
      return;
    }
    pool = Executors.newCachedThreadPool();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
    server.setExecutor(pool);
    server.createContext("/", this::handle);
    server.start();
  }

  /** The daemon stops; its containers live on. */
  synchronized void down() {
    if (server == null) {
      return;
    }
    synchronized (events) {
      followers.clear();
    }
    pool.shutdownNow();
    server.stop(0);
    server = null;
  }

  /** Something happened to a container. */
  void happened(String action, PlayedContainer container, JsonObject more) {
    JsonObject attributes =
        container.inspected().getAsJsonObject("Config").getAsJsonObject("Labels");
    attributes.addProperty("image", "shop:1");
    attributes.addProperty("name", container.name);
    more.entrySet().forEach(one -> attributes.add(one.getKey(), one.getValue()));
    JsonObject actor = new JsonObject();
    actor.addProperty("ID", container.id);
    actor.add("Attributes", attributes);
    var now = host.clock().now();
    long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    JsonObject event = new JsonObject();
    event.addProperty("status", action);
    event.addProperty("id", container.id);
    event.addProperty("from", "shop:1");
    event.addProperty("Type", "container");
    event.addProperty("Action", action);
    event.add("Actor", actor);
    event.addProperty("scope", "local");
    event.addProperty("time", nanos / 1_000_000_000L);
    event.addProperty("timeNano", nanos);
    synchronized (events) {
      events.add(new Event(nanos, event + "\n"));
      if (events.size() > KEPT_EVENTS) {
        events.remove();
      }
      followers.removeIf(follower -> !sent(follower, event + "\n"));
    }
  }

  private static boolean sent(Follower follower, String text) {
    try {
      follower.body.write(text.getBytes(StandardCharsets.UTF_8));
      follower.body.flush();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().replaceFirst("^/v[0-9.]+", "");
    try {
      Matcher container = CONTAINER.matcher(path);
      if (path.equals("/events")) {
        follow(exchange);
      } else if (container.matches()) {
        one(exchange, container.group(1), container.group(2));
      } else {
        answer(exchange, 200, general(exchange, path));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exchange.close();
    }
  }

  private String general(HttpExchange exchange, String path) {
    return switch (path) {
      case "/_ping" -> "OK";
      case "/version" ->
          "{\"Version\":\"20.10.24\",\"ApiVersion\":\"1.41\",\"MinAPIVersion\":\"1.12\","
              + "\"Os\":\"linux\",\"Arch\":\"amd64\"}";
      case "/info" -> host.info().toString();
      case "/containers/json" -> {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        yield host.list(query.contains("all=1") || query.contains("all=true")).toString();
      }
      default -> new JsonArray().toString();
    };
  }

  private void one(HttpExchange exchange, String id, String what)
      throws IOException, InterruptedException {
    if (what.equals("json")) {
      TimeUnit.MILLISECONDS.sleep(slowMillis);
    }
    if (what.equals("json") && refusing) {
      answer(exchange, 403, "{\"message\":\"not allowed here\"}");
      return;
    }
    JsonObject container = host.inspect(id);
    if (container == null) {
      answer(exchange, 404, "{\"message\":\"No such container: " + id + "\"}");
    } else if (what.equals("json")) {
      answer(exchange, 200, container.toString());
    } else {
      answer(
          exchange,
          200,
          JsonParser.parseString(
                  "{\"cpu_stats\":{\"cpu_usage\":{\"total_usage\":1000},"
                      + "\"system_cpu_usage\":100000,\"online_cpus\":2},"
                      + "\"memory_stats\":{\"usage\":1048576,\"stats\":{\"inactive_file\":0}}}")
              .toString());
    }
  }

  /** What happened since the asked moment, by the host's clock, and what happens from now on. */
  private void follow(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    long since = since(String.valueOf(exchange.getRequestURI().getQuery()));
    Follower follower = new Follower(exchange.getResponseBody());
    synchronized (events) {
      boolean open = true;
      for (Event event : events) {
        open = open && (event.nanos() < since || sent(follower, event.json()));
      }
      follower.body.flush();
      if (open) {
        followers.add(follower);
      }
    }
  }

  private static long since(String query) {
    Matcher since = Pattern.compile("(?:^|&)since=(\\d+)(?:\\.(\\d{9}))?").matcher(query);
    if (!since.find()) {
      return Long.MAX_VALUE;
    }
    long nanos = since.group(2) == null ? 0 : Long.parseLong(since.group(2));
    return Long.parseLong(since.group(1)) * 1_000_000_000L + nanos;
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    down();
  }
}
