package rollcall.e2e.day;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a server answers. */
final class Api {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port;

  Api(int port) {
    this.port = port;
  }

  /** The status of an answer; -1 where there is none. */
  int status(String path) throws InterruptedException {
    try {
      return client.send(request(path), BodyHandlers.ofString()).statusCode();
    } catch (IOException e) {
      return -1;
    }
  }

  JsonObject get(String path) throws IOException, InterruptedException {
    var answer = client.send(request(path), BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new AssertionError("GET " + path + ": " + answer.statusCode() + " " + answer.body());
    }
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  /** All pages of the roster, removed containers too. */
  List<JsonObject> containers() throws IOException, InterruptedException {
    List<JsonObject> all = new ArrayList<>();
    String next = "";
    do {
      JsonObject page = get("/api/containers?all=true&limit=100" + next);
      for (JsonElement one : page.getAsJsonArray("containers")) {
        all.add(one.getAsJsonObject());
      }
      next = page.has("next") ? "&after=" + encode(page.get("next").getAsString()) : "";
    } while (!next.isEmpty());
    return all;
  }

  /** Where a container ran, and when. */
  List<JsonObject> placements(String id) throws IOException, InterruptedException {
    List<JsonObject> all = new ArrayList<>();
    get("/api/containers/" + encode(id) + "/history")
        .getAsJsonArray("placements")
        .forEach(one -> all.add(one.getAsJsonObject()));
    return all;
  }

  /** A field's text; empty where the field is absent. */
  static String text(JsonObject object, String field) {
    return object.has(field) && !object.get(field).isJsonNull()
        ? object.get(field).getAsString()
        : "";
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(30))
        .build();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
