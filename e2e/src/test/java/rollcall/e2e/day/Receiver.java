package rollcall.e2e.day;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes webhook events; each once, by its id. */
final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, JsonObject> events = new LinkedHashMap<>();

  Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          JsonObject event = JsonParser.parseString(body).getAsJsonObject();
          synchronized (events) {
            events.put(event.get("id").getAsString(), event);
          }
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  List<JsonObject> events() {
    synchronized (events) {
      return List.copyOf(events.values());
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
