package rollcall.agent.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import rollcall.api.Problem;
import rollcall.api.json.Json;

/** An HTTP response, always with Content-Length, so that connections can be kept alive. */
record InfoResponse(int status, String mediaType, String body, Map<String, String> headers) {
  static InfoResponse ok(Object value) {
    return json(Json.write(value), Map.of());
  }

  static InfoResponse json(String json, Map<String, String> headers) {
    return new InfoResponse(200, "application/json", json, headers);
  }

  static InfoResponse problem(Problem problem, Map<String, String> headers) {
    return new InfoResponse(problem.status(), Problem.MEDIA_TYPE, Json.write(problem), headers);
  }

  void send(HttpExchange exchange) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", mediaType);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    headers.forEach(exchange.getResponseHeaders()::set);
    if ("HEAD".equals(exchange.getRequestMethod())) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(bytes.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
