package rollcall.e2e.fuzz;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Well-formed HTTP with anything in it: each route, method, parameter, header and kind of body. */
final class Requests {
  private static final String[] PATHS = {
    "/",
    "/healthcheck",
    "/ready",
    "/metrics",
    "/requests",
    "/ui/app.js",
    "/nope",
    "/api/status",
    "/api/openapi.yaml",
    "/api/reports",
    "/api/nodes",
    "/api/vars",
    "/api/requests",
    "/api/containers",
    "/api/containers/%s",
    "/api/containers/%s/history",
    "/api/containers/%s/reports",
    "/api/services/%s/history",
    "/api/placements",
    "/api/changes",
    "/api/vars/%s",
    "/api/vars/%s/history",
    "/api/nodes/%s/containers",
    "/api/nodes/%s/heartbeat",
    "/api/nodes/%s/goodbye",
    "/set_var",
    "/get_var",
    "/edit_var",
    "/delete_var",
  };
  private static final String[] PARAMETERS = {
    "node", "service", "image", "state", "label", "q", "all", "at", "after", "limit", "from", "to",
    "before", "since", "key", "value", "color",
  };
  private static final String[] HEADERS = {
    "Accept",
    "Content-Type",
    "If-Match",
    "If-None-Match",
    "Idempotency-Key",
    "X-Rollcall-Caller",
    "Authorization",
    "X-Rollcall-Statement",
    "Last-Event-ID",
    "Origin",
    "X-HTTP-Method-Override",
    "Range",
    "Cookie",
    "Expect",
    "User-Agent",
    "Access-Control-Request-Method",
    "X-Forwarded-For",
    "Forwarded",
    "Accept-Encoding",
    "Content-Encoding",
    "TE",
    "Upgrade",
  };

  private final Nasty nasty;
  private final int owner;

  /**
   * Makes them.
   *
   * @param owner tells the names of what this one stores from those of others
   */
  Requests(Nasty nasty, int owner) {
    this.nasty = nasty;
    this.owner = owner;
  }

  List<Sent> some(int count) {
    List<Sent> requests = new ArrayList<>();
    while (requests.size() < count) {
      switch (nasty.below(20)) {
        case 0 -> requests.addAll(variable());
        case 1 -> requests.addAll(report());
        default -> requests.add(any());
      }
    }
    return requests;
  }

  private Sent any() {
    String path = nasty.oneIn(500) ? "/service" : nasty.any(PATHS);
    String method =
        nasty.oneIn(8)
            ? nasty.any("PATCH", "OPTIONS", "TRACE", "HEAD", "BREW", "get", "PROPFIND", "DELETE")
            : path.startsWith("/api/re") || path.contains("eat") || path.contains("bye")
                ? "POST"
                : nasty.any("GET", "GET", "PUT", "POST", "DELETE");
    String target = path.replace("%s", nasty.encoded(nasty.oneIn(3) ? "web" : name()));
    if (nasty.oneIn(3)) {
      target += query();
    }
    boolean hasBody = method.startsWith("P") || nasty.oneIn(20);
    return Sent.of(method, target, headers(hasBody), hasBody ? body(path) : new byte[0]);
  }

  private String name() {
    String word = nasty.wireName();
    return word.length() > 300 ? word.substring(0, 300) : word;
  }

  private String query() {
    StringBuilder query = new StringBuilder("?");
    for (int i = 0, count = 1 + nasty.below(4); i < count; i++) {
      query.append(nasty.any(PARAMETERS)).append('=').append(nasty.encoded(name())).append('&');
    }
    return query.append(nasty.any("", "wait=1ms", "wait=-1s", "wait=61s", "wait=", "=")).toString();
  }

  private String headers(boolean hasBody) {
    StringBuilder headers = new StringBuilder();
    if (hasBody && !nasty.oneIn(10)) {
      headers.append("Content-Type: application/json\r\n");
    }
    for (int i = 0, count = nasty.below(4); i < count; i++) {
      String value = name().replaceAll("[\r\n\0]", "?");
      headers.append(nasty.any(HEADERS)).append(": ").append(value).append("\r\n");
    }
    return headers.toString();
  }

  private byte[] body(String path) {
    String json =
        switch (nasty.below(6)) {
          case 0 -> nasty.json(0);
          case 1 -> "key=" + nasty.encoded(name()) + "&value=" + nasty.encoded(name());
          default ->
              changed(
                  path.contains("vars") || path.contains("_var")
                      ? "{\"key\":\"k\",\"value\":\"v\"}"
                      : path.contains("containers")
                          ? "{\"timestamp\":0,\"agent_version\":\"1\",\"digest\":\"d\",\"containers\":["
                              + report("c" + nasty.below(100), "n")
                              + "]}"
                          : path.contains("heartbeat")
                              ? "{\"timestamp\":0,\"digest\":\"d\",\"usage\":{\"a\":{\"memory_usage\":1,\"cpu_usage\":1}}}"
                              : report("c" + nasty.below(100), null));
        };
    byte[] bytes =
        json.getBytes(
            nasty.any(StandardCharsets.UTF_8, StandardCharsets.UTF_8, StandardCharsets.UTF_16));
    return nasty.oneIn(4) ? nasty.mangled(bytes) : bytes;
  }

  private static String report(String id, String node) {
    return "{\"id\":\"%s\",\"name\":\"web\",\"image\":\"nginx\",\"timestamp\":\"2026-11-20T12:00:00Z\","
            .formatted(id)
        + (node == null ? "" : "\"node\":\"" + node + "\",")
        + "\"memory_usage\":1,\"cpu_usage\":0,\"state\":\"running\",\"health\":\"healthy\",\"slot\":1,"
        + "\"exit_code\":0,\"ports\":[{\"container\":80,\"protocol\":\"tcp\"}],"
        + "\"networks\":[{\"name\":\"n\",\"address\":\"10.0.0.1\"}],\"limits\":{\"memory\":1},"
        + "\"labels\":{\"a\":\"b\"}}";
  }

  /** Some values of it replaced. */
  private String changed(String json) {
    String changed = json;
    for (int i = 0, count = nasty.below(3); i < count; i++) {
      int colons = (int) changed.chars().filter(c -> c == ':').count();
      int at = -1;
      for (int skip = nasty.below(Math.max(1, colons)); skip >= 0; skip--) {
        at = changed.indexOf(':', at + 1);
      }
      int end = at;
      while (at >= 0 && end + 1 < changed.length() && ",}]".indexOf(changed.charAt(end + 1)) < 0) {
        end++;
      }
      if (at >= 0) {
        changed = changed.substring(0, at + 1) + nasty.json(1) + changed.substring(end + 1);
      }
    }
    return changed;
  }

  /** A variable written, if the server takes it, reads as it was sent. */
  private List<Sent> variable() {
    String path = "/api/vars/own-" + owner + "-" + nasty.below(50);
    String value = nasty.wireName();
    byte[] body = ("{\"value\":" + nasty.quoted(value) + "}").getBytes(StandardCharsets.UTF_8);
    boolean[] isStored = new boolean[1];
    return List.of(
        Sent.of(
            "PUT",
            path,
            "Content-Type: application/json\r\n",
            body,
            (status, answer) -> {
              isStored[0] = status < 300;
              return true;
            }),
        Sent.of(
            "GET",
            path,
            "",
            new byte[0],
            (status, answer) ->
                !isStored[0]
                    || (status == 200
                        && JsonParser.parseString(answer)
                            .getAsJsonObject()
                            .get("value")
                            .getAsString()
                            .equals(value))));
  }

  /** And so does a container's report. */
  private List<Sent> report() {
    String id = "own" + owner + "x" + nasty.below(50);
    String labels =
        "{" + nasty.quoted("k" + nasty.wireName()) + ":" + nasty.quoted(nasty.wireName()) + "}";
    String name = nasty.oneIn(2) ? "n" : nasty.wireName();
    String image = nasty.oneIn(2) ? "i" : nasty.wireName();
    String json =
        "{\"id\":\"%s\",\"name\":%s,\"image\":%s,\"timestamp\":\"%s\",\"memory_usage\":1,\"cpu_usage\":0,\"state\":\"running\",\"labels\":%s}"
            .formatted(id, nasty.quoted(name), nasty.quoted(image), Instant.now(), labels);
    boolean[] isStored = new boolean[1];
    return List.of(
        Sent.of(
            "POST",
            "/api/reports",
            "Content-Type: application/json\r\n",
            json.getBytes(StandardCharsets.UTF_8),
            (status, answer) -> {
              isStored[0] = status == 201;
              return true;
            }),
        Sent.of(
            "GET",
            "/api/containers/" + id,
            "",
            new byte[0],
            (status, answer) -> {
              if (!isStored[0]) {
                return true;
              }
              JsonObject stored = JsonParser.parseString(answer).getAsJsonObject();
              return Objects.equals(text(stored.get("name")), name)
                  && Objects.equals(text(stored.get("image")), image)
                  && Objects.equals(stored.get("labels"), JsonParser.parseString(labels));
            }));
  }

  private static String text(JsonElement element) {
    return element == null ? null : element.getAsString();
  }
}
