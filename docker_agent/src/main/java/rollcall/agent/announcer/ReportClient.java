package rollcall.agent.announcer;

import com.google.gson.JsonParseException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import rollcall.api.InvalidException;
import rollcall.api.Json;
import rollcall.api.NodeReport;
import rollcall.api.Paths;
import rollcall.api.Problem;

/** PUTs a node's report to the server; OkHttp retries once where a kept-alive connection broke. */
final class ReportClient implements AutoCloseable {
  private static final MediaType JSON = Objects.requireNonNull(MediaType.parse("application/json"));
  private static final long MOST_OF_A_PROBLEM = 64 * 1024;

  private final HttpUrl server;
  private final OkHttpClient http =
      new OkHttpClient.Builder()
          .connectTimeout(Duration.ofSeconds(3))
          .callTimeout(Duration.ofSeconds(15))
          .build();

  ReportClient(URI server) {
    this.server = Objects.requireNonNull(HttpUrl.get(server), () -> "not HTTP: " + server);
  }

  void put(String node, NodeReport report) throws DeliveryException {
    HttpUrl url =
        server
            .newBuilder()
            .addPathSegments(Paths.NODES.substring(1))
            .addPathSegment(node)
            .addPathSegment("containers")
            .build();
    Request request =
        new Request.Builder().url(url).put(RequestBody.create(Payload.of(report), JSON)).build();
    try (Response response = http.newCall(request).execute()) {
      if (!response.isSuccessful()) {
        throw refused(url, response);
      }
    } catch (IOException e) {
      throw new DeliveryException(
          "unreachable",
          "Cannot report to "
              + url
              + ": "
              + e.getMessage()
              + ". Start the server there, or set ROLLCALL_SERVER to where it is.");
    }
  }

  private static DeliveryException refused(HttpUrl url, Response response) throws IOException {
    String why = response.message();
    String body = response.peekBody(MOST_OF_A_PROBLEM).string();
    try {
      Problem problem = Json.read(body, Problem.class);
      why = problem.title() + ": " + problem.detail();
    } catch (JsonParseException | InvalidException e) {
      // Not a Rollcall server, or something between: its status must do.
    }
    return new DeliveryException(
        String.valueOf(response.code()),
        "The server refused the report to "
            + url
            + " with "
            + response.code()
            + (why.isBlank() ? "" : " " + why)
            + (why.endsWith(".") ? "" : ".")
            + " Its log, and the versions of server and agent, may tell more.");
  }

  @Override
  public void close() {
    http.dispatcher().cancelAll();
    http.connectionPool().evictAll();
  }
}
