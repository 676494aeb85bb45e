package rollcall.server.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real HTTP receiver on a free port: stores accepted events; the test sets its responses. */
public final class TestReceiver implements AutoCloseable {
  private final HttpServer server;
  private final List<Taken> taken = new CopyOnWriteArrayList<>();
  private volatile int status = 204;
  private volatile int failures;
  private volatile int attempts;

  /** An accepted event. */
  public record Taken(String event, String id, String signature, String body) {}

  /** Starts the receiver. */
  public TestReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/geheimer/pfad");
  }

  /** Sets the status of all further responses. */
  public void answer(int code) {
    status = code;
  }

  /** Responds to the next requests with 500. */
  public void fail(int requests) {
    failures = requests;
  }

  public List<Taken> taken() {
    return taken;
  }

  List<String> events() {
    return taken.stream().map(Taken::event).toList();
  }

  int attempts() {
    return attempts;
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    attempts++;
    int code = failures > 0 ? 500 : status;
    failures = Math.max(0, failures - 1);
    if (code == 204) {
      taken.add(
          new Taken(
              exchange.getRequestHeaders().getFirst("X-Rollcall-Event"),
              exchange.getRequestHeaders().getFirst("X-Rollcall-Delivery"),
              exchange.getRequestHeaders().getFirst("X-Rollcall-Signature"),
              body));
    }
    exchange.sendResponseHeaders(code, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
