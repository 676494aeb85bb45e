package rollcall.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.api.container.Health;
import rollcall.api.container.Report;
import rollcall.api.json.Json;
import rollcall.api.node.Heartbeat;
import rollcall.api.node.ListUpdate;
import rollcall.api.node.NodeReport;
import rollcall.api.node.Sender;
import rollcall.api.node.SwarmSnapshot;
import rollcall.api.status.Status;
import rollcall.server.Reports;
import rollcall.server.auth.AllowedOrigins;
import rollcall.server.auth.Credentials;
import rollcall.server.auth.Limits;
import rollcall.server.storage.Retention;

/** openapi.yaml against real answers: nothing undescribed, nothing described in vain. */
class OpenApiTest {
  private static final Instant T0 = Instant.parse("2026-11-20T12:00:00Z");

  @TempDir Path folder;
  private TestServer server;
  private Description description;

  @Test
  void everyAnswerIsDescribedAndEveryDescriptionIsAnswered() {
    server = new TestServer(folder);
    description = new Description(server.get("/api/openapi.yaml").body());
    try {
      writes();
      reads();
      problems();
      server.http().drain(Duration.ZERO);
      call("GET", "/ready", "", null);
    } finally {
      server.close();
    }
    refusals();
    tooMany();

    assertThat(description.complaints()).isEmpty();
    assertThat(description.unseen())
        // Refused before any route: BadInputTest sees these on the wire.
        .containsExactly(
            "post /api/reports 411",
            "post /api/reports 413",
            // Seen by VarsTest, which makes 10,000 variables for it.
            "post /set_var 507",
            "put /api/vars/{key} 507");
    assertThat(description.fieldsUnseen()).isEmpty();
  }

  @Test
  void index_listsThePathsThatAreDescribed() {
    server = new TestServer(folder);
    try {
      JsonObject index = Json.read(server.get("/").body(), JsonObject.class);
      List<String> paths =
          index.getAsJsonArray("paths").asList().stream().map(JsonElement::getAsString).toList();

      assertThat(paths)
          .isSorted()
          .containsExactlyInAnyOrderElementsOf(
              new Description(server.get("/api/openapi.yaml").body())
                  .paths().stream().filter(path -> !path.equals("/")).toList());
    } finally {
      server.close();
    }
  }

  private void writes() {
    Report sick = Reports.withHealth(Reports.full("a1", "web", T0), Health.UNHEALTHY);
    call("PUT", "/api/nodes/{node}/containers", "n1", list(List.of(sick), List.of()));
    call("PUT", "/api/nodes/{node}/containers", "n1", "{}");
    call("PUT", "/api/nodes/{node}/containers", "n1", "{");
    Report killed = Reports.oomKilled("b2", "web", T0);
    call("PUT", "/api/nodes/{node}/containers", "n1", list(List.of(), List.of(killed)));
    call(
        "PUT",
        "/api/nodes/{node}/containers",
        "n1",
        list(List.of(Reports.full("c3", "web", T0), Reports.oomKilled("d4", "d", T0)), List.of()));
    Report early = Reports.full("c3", "web", T0.minusSeconds(1));
    call("PUT", "/api/nodes/{node}/containers", "n1", list(T0.minusSeconds(1), early));
    for (String engine : List.of("engine-a", "engine-b")) {
      NodeReport twin = NodeReport.builder(T0, "0.1.0").digest("d").listed(3, 1).build();
      String body = Json.write(twin.from(new Sender(engine, "run-" + engine, 1L)));
      call("PUT", "/api/nodes/{node}/containers", "twin", body);
    }
    call("GET", "/api/nodes", "", null);
    call("POST", "/api/nodes/{node}/goodbye", "n9", "{");
    call("POST", "/api/nodes/{node}/goodbye", "n9", "{\"run\":\"alone\"}");
    String usage =
        Json.write(new Heartbeat(T0, "digest", Map.of("c3", new Heartbeat.Usage(1.0, 0.5))));
    call("POST", "/api/nodes/{node}/heartbeat", "n1", usage);
    call("POST", "/api/nodes/{node}/heartbeat", "n9", usage);
    call("POST", "/api/nodes/{node}/heartbeat", "n1", "{}");
    call("PATCH", "/api/nodes/{node}/containers", "n1", update("digest"));
    call("PATCH", "/api/nodes/{node}/containers", "n1", update("another"));
    call("PATCH", "/api/nodes/{node}/containers", "n1", "{}");
    call("PATCH", "/api/nodes/{node}/containers", "n1", "{");
    String report = Json.write(Reports.full("abcdc", "c", T0));
    call("POST", "/api/reports", "", report);
    call("POST", "/api/reports", "", report);
    call("POST", "/api/reports", "", Json.write(Reports.full("abcdd", "c", T0)));
    call("POST", "/api/reports", "", Json.write(Reports.full("abcdd", "c", T0.plusSeconds(1))));
    call("POST", "/api/reports", "", "{}");
    call("POST", "/api/reports", "", "{");
    check("POST", "/api/reports", server.send("POST", "/api/reports", "x", "Content-Type", "a/b"));
    String six = Json.write(Report.basic("six", "six", "i:1", T0, 1, 0));
    call("POST", "/service", "", six);
    call("POST", "/service", "", six);
    call("POST", "/service", "", "{}");
    call("POST", "/service", "", "{");
    vars();
    secondLab();
  }

  private static String update(String base) {
    return Json.write(
        new ListUpdate(
            base,
            new Heartbeat(T0, "digest", Map.of()),
            List.of(Reports.full("e5", "web", T0)),
            List.of(),
            List.of("d4"),
            2,
            0));
  }

  private void vars() {
    String path = "/api/vars/{key}";
    call("PUT", path, "color", "{\"value\":\"red\"}");
    call("PUT", path, "color", "{\"value\":\"blue\"}");
    call("PUT", path, "size", "{\"value\":\"9\"}");
    call("PUT", path, "color", "{");
    call("PUT", path, "color", "{}");
    String url = "/api/vars/color";
    check("PUT", path, server.send("PUT", url, "x", "Content-Type", "a/b"));
    check("PUT", path, server.send("PUT", url, "{\"value\":\"\"}", "If-Match", "\"1\""));
    check("GET", path, server.send("GET", url, null, "If-None-Match", "*"));
    check("GET", path, server.send("GET", url, null, "If-None-Match", "12"));
    check("DELETE", path, server.send("DELETE", url, null, "If-Match", "\"1\""));
    call("GET", path, "color", null);
    call("GET", path, "nothing", null);
    call("GET", path, "%20", null);
    call("GET", "/api/vars?limit=1", "", null);
    call("GET", "/api/vars?limit=x", "", null);
    check("DELETE", path, server.send("DELETE", "/api/vars/size", null));
    check("DELETE", path, server.send("DELETE", "/api/vars/size", null));
    call("GET", "/api/vars/{key}/history", "size", null);
    call("GET", "/api/vars/{key}/history", "nothing", null);
  }

  private void secondLab() {
    for (String body : List.of("{\"key\":\"k\",\"value\":\"v\"}", "{", "{}")) {
      call("POST", "/set_var", "", body);
      call("POST", "/set_var", "", body);
    }
    call("GET", "/get_var?key=k", "", null);
    call("GET", "/get_var?key=nothing", "", null);
    call("GET", "/get_var", "", null);
    call("PUT", "/edit_var", "", "{\"key\":\"k\",\"value\":\"w\"}");
    call("PUT", "/edit_var", "", "{\"key\":\"nothing\",\"value\":\"w\"}");
    call("PUT", "/edit_var", "", "{}");
    check("DELETE", "/delete_var", server.send("DELETE", "/delete_var?key=k", null));
    check("DELETE", "/delete_var", server.send("DELETE", "/delete_var?key=k", null));
    check("DELETE", "/delete_var", server.send("DELETE", "/delete_var", null));
  }

  private void reads() {
    server.storage().replicas().register(new Status.Replica("dead@n1", "0", T0, T0, null));
    server.clock().advance(Duration.ofSeconds(31));
    server
        .storage()
        .nodes()
        .expire(server.storage().nodes().lastMessages(), Duration.ofSeconds(30));
    call("POST", "/api/nodes/{node}/goodbye", "n1", "");
    for (String path :
        List.of(
            "/",
            "/healthcheck",
            "/ready",
            "/metrics",
            "/api/openapi.yaml",
            "/api/status",
            "/service")) {
      call("GET", path, "", null);
    }
    call("GET", "/api/nodes", "", null);
    call("GET", "/api/containers?all=true", "", null);
    call("GET", "/api/containers?limit=1", "", null);
    call("GET", "/api/containers/{id}", "a1", null);
    call("GET", "/api/containers/{id}/history", "a1", null);
    call("GET", "/api/containers/{id}/history", "b2", null);
    call("GET", "/api/containers/{id}/reports?limit=1", "abcdd", null);
    call("GET", "/api/services/{service}/history", "shop_web", null);
    call("GET", "/api/placements", "", null);
    call("GET", "/api/placements?from=yesterday", "", null);
    call("GET", "/api/changes", "", null);
    call("GET", "/api/requests", "", null);
    call("GET", "/requests", "", null);
  }

  private void problems() {
    call("GET", "/api/containers?limit=x", "", null);
    call("GET", "/api/containers?at=2001-01-01T00:00:00Z", "", null);
    call("GET", "/api/containers/{id}", "zz", null);
    call("GET", "/api/containers/{id}", "abcd", null);
    call("GET", "/api/containers/{id}/history", "zz", null);
    call("GET", "/api/containers/{id}/reports", "zz", null);
    call("GET", "/api/containers/{id}/reports?limit=x", "a1", null);
    call("GET", "/api/services/{service}/history", "zz", null);
    call("POST", "/api/nodes/{node}/goodbye", "n9", "");
    call("GET", "/api/changes?since=x", "", null);
    call("GET", "/api/requests?limit=x", "", null);
    while (server.storage().prune(new Retention(100, 100, 1, Duration.ofDays(1))) > 0) {}
    call("GET", "/api/changes?since=0", "", null);
  }

  /** Every operation that is not for everybody, without a proof, and with one that is for less. */
  private void refusals() {
    Optional<String> token = Optional.of("operator-operator");
    Optional<String> readToken = Optional.of("reader-reader-reader");
    server =
        new TestServer(
            folder.resolve("closed"),
            AllowedOrigins.NONE,
            new Credentials(Credentials.Mode.ON, List.of(), token, readToken));
    try {
      for (String unseen : List.copyOf(description.unseen())) {
        List<String> words = List.of(unseen.split(" ", -1));
        String method = words.get(0).toUpperCase(Locale.ROOT);
        String url = words.get(1).replaceAll("\\{\\w+}", "x");
        String body = method.equals("GET") ? null : "{}";
        if (words.get(2).equals("401")) {
          check(method, words.get(1), server.send(method, url, body));
        } else if (words.get(2).equals("403")) {
          String bearer = "Bearer " + readToken.orElseThrow();
          check(method, words.get(1), server.send(method, url, body, "Authorization", bearer));
        }
      }
    } finally {
      server.close();
    }
  }

  /** Every operation, for a caller that has used up what it may. */
  private void tooMany() {
    Limits limits =
        new Limits(10, 1, Duration.ofSeconds(10), Limits.proxies("PROXIES", "127.0.0.1"));
    server =
        new TestServer(
            folder.resolve("limited"), AllowedOrigins.NONE, Credentials.LOOPBACK, limits, () -> 0L);
    try {
      for (String unseen : List.copyOf(description.unseen())) {
        List<String> words = List.of(unseen.split(" ", -1));
        String method = words.get(0).toUpperCase(Locale.ROOT);
        String url = words.get(1).replaceAll("\\{\\w+}", "x");
        while (words.get(2).equals("429") && description.unseen().contains(unseen)) {
          HttpResponse<String> answer =
              server.send(method, url, null, "X-Forwarded-For", "192.0.2.1");
          if (answer.statusCode() == 429) {
            check(method, words.get(1), answer);
          }
        }
      }
    } finally {
      server.close();
    }
  }

  private void call(String method, String path, String parameter, String json) {
    String url = path.replaceAll("\\{\\w+}", parameter);
    check(
        method,
        path,
        json == null
            ? server.get(url)
            : server.send(method, url, json, "Content-Type", "application/json"));
  }

  private void check(String method, String path, HttpResponse<String> answer) {
    String type = answer.headers().firstValue("Content-Type").orElse("");
    JsonElement body = type.contains("json") ? Json.read(answer.body(), JsonElement.class) : null;
    description.check(
        method.toLowerCase(Locale.ROOT),
        path.replaceAll("\\?.*", ""),
        answer.statusCode(),
        type,
        body);
  }

  private static String list(Instant time, Report report) {
    return Json.write(
        new NodeReport(time, "0.1.0", null, null, List.of(report), List.of(), null, null));
  }

  private static String list(List<Report> containers, List<Report> departed) {
    SwarmSnapshot swarm =
        new SwarmSnapshot(
            List.of(new SwarmSnapshot.Member("n1", "10.0.0.1", "manager", "active", "ready")),
            List.of(new SwarmSnapshot.Service("rollcall_server", "replicated", 3)));
    return Json.write(
        new NodeReport(T0, "0.1.0", "20.10", "10.0.0.1", containers, departed, "digest", swarm));
  }
}
