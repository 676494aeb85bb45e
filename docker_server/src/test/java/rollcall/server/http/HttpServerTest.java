package rollcall.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.api.Problem;
import rollcall.api.container.Container;
import rollcall.api.container.ContainerPage;
import rollcall.api.container.Report;
import rollcall.api.history.PlacementList;
import rollcall.api.json.Json;
import rollcall.api.node.NodeList;
import rollcall.api.node.NodeReport;
import rollcall.api.status.Status;
import rollcall.server.Reports;
import rollcall.server.auth.AllowedOrigins;

/** The interface, over real HTTP. */
class HttpServerTest {
  private static final Instant T0 = Instant.parse("2026-11-20T12:00:00Z");

  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void postReport_answers201AndTheContainer() {
    Report report = Reports.full("a1", "web", T0);

    HttpResponse<String> answer = server.post("/api/reports", Json.write(report));

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(Json.read(answer.body(), Container.class).report()).isEqualTo(report);
    assertThat(answer.headers().firstValue("X-Rollcall-Revision")).contains("1");
    assertThat(answer.headers().firstValue("X-Served-By")).contains("server.1@test");
    assertThat(answer.headers().firstValue("Date"))
        .as("agents sign by it, and every replica must take what they sign")
        .contains("Fri, 20 Nov 2026 12:30:00 GMT");
    assertThat(answer.headers().firstValue("Content-Length")).isPresent();
  }

  @Test
  void postReport_theSameAgainAnswers200() {
    String report = Json.write(Reports.full("a1", "web", T0));
    server.post("/api/reports", report);

    HttpResponse<String> again = server.post("/api/reports", report);

    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.headers().firstValue("X-Rollcall-Revision")).contains("1");
  }

  @Test
  void getContainer_byNameIsTheContractsContainer() {
    Report report = Reports.full("a1", "web", T0);
    server.post("/api/reports", Json.write(report));

    HttpResponse<String> answer = server.get("/api/containers/web");

    Container container = Json.read(answer.body(), Container.class);
    assertThat(container).isEqualTo(new Container(report, TestServer.NOW, TestServer.NOW, null));
  }

  @Test
  void getContainer_notFoundSaysWhatWasAskedAndWhatToDo() {
    HttpResponse<String> answer = server.get("/api/containers/nope");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(Json.read(answer.body(), Problem.class))
        .isEqualTo(
            new Problem(
                "urn:rollcall:problem:not-found",
                "Not found",
                404,
                "No container has the id, name or id prefix \"nope\".",
                "/api/containers/nope",
                "GET /api/containers?all=true lists all known containers."));
  }

  @Test
  void getContainers_pagesUntilTheLast() {
    for (String id : List.of("a1", "b2", "c3")) {
      server.post("/api/reports", Json.write(Reports.full(id, "name-" + id, T0)));
    }

    ContainerPage first =
        Json.read(server.get("/api/containers?limit=2").body(), ContainerPage.class);
    ContainerPage last =
        Json.read(
            server.get("/api/containers?limit=2&after=" + first.next()).body(),
            ContainerPage.class);

    assertThat(first.containers()).extracting(c -> c.report().id()).containsExactly("a1", "b2");
    assertThat(last.containers()).extracting(c -> c.report().id()).containsExactly("c3");
    assertThat(last.next()).isNull();
    assertThat(last.revision()).isEqualTo(3);
  }

  @Test
  void getContainers_anUnknownParameterIsAnErrorNotAFilterLeftOut() {
    HttpResponse<String> answer = server.get("/api/containers?nodes=n1");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Json.read(answer.body(), Problem.class).detail())
        .isEqualTo("Unknown query parameter nodes.");
  }

  @Test
  void history_showsPlacements() {
    server.post("/api/reports", Json.write(Reports.full("a1", "web", T0)));

    PlacementList history =
        Json.read(server.get("/api/containers/a1/history").body(), PlacementList.class);

    assertThat(history.placements()).hasSize(1);
    assertThat(history.placements().get(0).node()).isEqualTo("n1");
  }

  @Test
  void reports_arePagedByTime() {
    for (int i = 0; i < 3; i++) {
      server.post("/api/reports", Json.write(Reports.full("a1", "web", T0.plusSeconds(i))));
    }

    var first =
        Json.read(
            server.get("/api/containers/a1/reports?limit=2").body(),
            rollcall.api.container.ReportPage.class);
    var last =
        Json.read(
            server.get("/api/containers/a1/reports?limit=2&before=" + first.next()).body(),
            rollcall.api.container.ReportPage.class);

    assertThat(first.reports()).hasSize(2);
    assertThat(last.reports()).hasSize(1);
    assertThat(last.reports().get(0).timestamp()).isEqualTo(T0);
    assertThat(last.next()).isNull();
  }

  @Test
  void putNode_replacesItsList() {
    NodeReport list =
        new NodeReport(
            T0,
            "0.1.0",
            "20.10",
            null,
            List.of(Reports.onNode("a1", "web", "n1", T0)),
            List.of(),
            null,
            null);

    HttpResponse<String> answer = server.put("/api/nodes/n1/containers", Json.write(list));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"changes\":2,\"node\":\"n1\"}");
    NodeList nodes = Json.read(server.get("/api/nodes").body(), NodeList.class);
    assertThat(nodes.nodes().get(0).containers()).isEqualTo(1);
  }

  @Test
  void putNode_refusesAContainerOfAnotherNode() {
    NodeReport list =
        new NodeReport(
            T0,
            "0.1.0",
            "20.10",
            null,
            List.of(Reports.onNode("a1", "web", "n2", T0)),
            List.of(),
            null,
            null);

    HttpResponse<String> answer = server.put("/api/nodes/n1/containers", Json.write(list));

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(Json.read(answer.body(), Problem.class).detail())
        .isEqualTo("containers: a1 has the node n2, but the list is that of n1");
  }

  @Test
  void status_namesTheReplicaAndTheDatabase() {
    Status status = Json.read(server.get("/api/status").body(), Status.class);

    assertThat(status.replica()).isEqualTo("server.1@test");
    assertThat(status.storage().kind()).isEqualTo("sqlite");
    assertThat(status.storage().state()).isEqualTo("ok");
    assertThat(status.storage().id()).hasSize(36);
  }

  /** Held against Prometheus's own checker. */
  @Test
  void metrics_pleasePromtool() throws Exception {
    server.post("/api/reports", Json.write(Reports.full("a1", "web", T0)));
    server.get("/api/containers/a1");
    server.get("/nope");

    String text = server.get("/metrics").body();

    assertThat(text)
        .contains(
            "rollcall_http_requests_total{method=\"GET\",route=\"/api/containers/:id\",status=\"200\"}"
                + " 1",
            "rollcall_http_requests_total{method=\"GET\",route=\"none\",status=\"404\"} 1",
            "rollcall_commit_changes_count 1",
            "rollcall_revision 1",
            "rollcall_containers{state=\"running\"} 1");
    Process promtool =
        new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true).start();
    try (var in = promtool.getOutputStream()) {
      in.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    assertThat(
            new String(
                promtool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
        .isEmpty();
    assertThat(promtool.waitFor()).isZero();
  }

  @Test
  void head_answersAsGetWithoutABody() {
    HttpResponse<String> head = server.send("HEAD", "/api/status", null);

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValueAsLong("Content-Length").orElse(0)).isPositive();
  }

  @Test
  void theRosterOfATimeThatIsNotRemembered_isGone() {
    server.post("/api/reports", Json.write(Reports.full("a1", "web", T0)));

    HttpResponse<String> answer = server.get("/api/containers?at=2001-01-01T00:00:00Z");

    assertThat(answer.statusCode()).isEqualTo(410);
    Problem problem = Json.read(answer.body(), Problem.class);
    assertThat(problem.type()).isEqualTo("urn:rollcall:problem:gone");
    assertThat(problem.detail())
        .startsWith(
            "The state at 2001-01-01T00:00:00Z is no longer stored; the earliest stored state");
    assertThat(problem.advice()).startsWith("Use that time or a later one");
    assertThat(problem.earliest()).isNotNull();
    assertThat(problem.detail()).endsWith(" " + problem.earliest() + ".");
    assertThat(server.get("/api/containers?at=" + problem.earliest()).statusCode()).isEqualTo(200);
    assertThat(server.get("/api/nothing").body()).doesNotContain("earliest");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-20T12:32:00Z",
        "2026-12-20T12:00:00Z",
        "9999-01-01T00:00:00Z",
        "1795177800000"
      })
  void theRosterOfATimeThatIsYetToCome_isRefused(String at) {
    HttpResponse<String> answer = server.get("/api/containers?at=" + at);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("at=" + at, "not milliseconds");
  }

  @Test
  void firstLab_aClientOfItWorksUnchanged() {
    String six =
        "{\"id\": \"4f2a\", \"image\": \"nginx:1\", \"name\": \"web\","
            + " \"timestamp\": \"2026-11-20 12:00:00.250000\","
            + " \"memory_usage\": 12.5, \"cpu_usage\": 0.25}";

    HttpResponse<String> posted;
    try (TestServer lab = new TestServer(folder, AllowedOrigins.NONE, TestServer.LABORATORY)) {
      posted = lab.send("POST", "/service", six, "Content-Type", "text/plain");
    }
    JsonArray all = Json.read(server.get("/service").body(), JsonArray.class);

    assertThat(posted.statusCode()).isEqualTo(201);
    assertThat(all).hasSize(1);
    assertThat(all.get(0)).isEqualTo(Json.read(six, JsonObject.class));
    assertThat(all.get(0).getAsJsonObject().keySet())
        .isEqualTo(Set.of("id", "image", "name", "timestamp", "memory_usage", "cpu_usage"));
  }

  @Test
  void firstLab_theListAskedForAgainHasWhatCameMeanwhile() {
    server.post("/api/reports", Json.write(Reports.full("a1", "web", T0)));
    String one = server.get("/service").body();
    String again = server.get("/service").body();
    server.post("/api/reports", Json.write(Reports.full("a1", "web", T0.plusSeconds(1))));

    assertThat(again).isEqualTo(one);
    assertThat(Json.read(server.get("/service").body(), JsonArray.class)).hasSize(2);
  }

  @Test
  void firstLab_manyReportsArriveWhole() {
    for (int i = 0; i < 1500; i++) {
      server.post("/api/reports", Json.write(Reports.full("a1", "web", T0.plusSeconds(i))));
    }

    HttpResponse<String> answer = server.get("/service");

    assertThat(Json.read(answer.body(), JsonArray.class)).hasSize(1500);
  }

  @Test
  void drain_answersGoOnAndAskForAnotherConnection() {
    server.http().drain(java.time.Duration.ZERO);

    HttpResponse<String> answer = server.get("/healthcheck");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Connection")).contains("close");
  }

  @Test
  void ready_untilItDrains() {
    assertThat(server.get("/ready").statusCode()).isEqualTo(200);

    server.http().drain(java.time.Duration.ZERO);

    HttpResponse<String> answer = server.get("/ready");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    assertThat(answer.body()).contains("about to stop");
  }
}
