package rollcall.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import rollcall.agent.http.InfoServer;
import rollcall.api.Paths;
import rollcall.api.container.Report;
import rollcall.api.json.Json;
import rollcall.api.node.Heartbeat;
import rollcall.api.node.ListUpdate;
import rollcall.api.node.NodeReport;

/**
 * A fake server that accepts an agent's messages and, like the real one, requests missing lists.
 */
public final class TestRollcall implements AutoCloseable {
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> statements = new CopyOnWriteArrayList<>();
  private final List<NodeReport> lists = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private volatile int status = 200;
  private volatile String answer = "";
  private volatile String digest = "";
  private volatile boolean foreign;

  static {
    // The JDK reads its server's limits once per process, so the agent must set them first.
    try {
      Class.forName(InfoServer.class.getName());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  public TestRollcall() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Method, path and body of each request. */
  public List<String> requests() {
    return requests;
  }

  /** The attestation of each request. */
  public List<String> statements() {
    return statements;
  }

  public List<String> methods() {
    return requests.stream().map(request -> request.split(" ", 2)[0]).toList();
  }

  /** The acknowledged lists, and those after each acknowledged update. */
  public List<NodeReport> lists() {
    return lists;
  }

  /** The status of all responses; with 200 requests are processed. */
  public void status(int status) {
    this.status = status;
  }

  public void answer(String answer) {
    this.answer = answer;
  }

  /** Responds like a program other than a Rollcall server. */
  public void foreign(boolean foreign) {
    this.foreign = foreign;
  }

  /** Forgets the digest of its list, as if another agent of the node had sent one meanwhile. */
  public void conflict() {
    digest = "";
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String path = exchange.getRequestURI().getRawPath();
      requests.add(exchange.getRequestMethod() + " " + path + " " + body);
      statements.add(String.valueOf(exchange.getRequestHeaders().getFirst(Paths.STATEMENT)));
      byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
      int code = status == 200 ? take(exchange.getRequestMethod(), path, body) : status;
      if (!foreign) {
        exchange.getResponseHeaders().set(Paths.REVISION, "1");
      } else {
        exchange.getResponseHeaders().set("Server", "nginx");
        exchange.getResponseHeaders().set("Date", "Wed, 01 Jan 2020 00:00:00 GMT");
        if (status / 100 == 3) {
          exchange.getResponseHeaders().set("Location", url() + "/login?then=secret");
        }
      }
      exchange.sendResponseHeaders(code, bytes.length == 0 || code == 204 ? -1 : bytes.length);
      if (bytes.length > 0 && code != 204) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  private int take(String method, String path, String body) {
    if (path.endsWith("/heartbeat")) {
      return Json.read(body, Heartbeat.class).digest().equals(digest) ? 204 : 409;
    }
    if (method.equals("PATCH")) {
      ListUpdate update = Json.read(body, ListUpdate.class);
      if (!update.base().equals(digest)) {
        return 409;
      }
      digest = update.heartbeat().digest();
      lists.add(updated(lists.get(lists.size() - 1), update));
      return 200;
    }
    if (path.endsWith("/containers")) {
      NodeReport list = Json.read(body, NodeReport.class);
      digest = String.valueOf(list.digest());
      lists.add(list);
    }
    return path.endsWith("/goodbye") ? 204 : 200;
  }

  /** The list after an update, like the server's. */
  private static NodeReport updated(NodeReport list, ListUpdate update) {
    Map<String, Report> containers = new LinkedHashMap<>();
    list.containers().forEach(report -> containers.put(report.id(), report));
    update.removed().forEach(containers::remove);
    update.containers().forEach(report -> containers.put(report.id(), report));
    return list.toBuilder()
        .containers(List.copyOf(containers.values()), update.departed())
        .digest(update.heartbeat().digest())
        .listed(update.listed(), update.unread())
        .sender(update.sender())
        .build();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
