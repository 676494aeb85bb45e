package rollcall.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.api.container.Report;
import rollcall.api.json.Json;
import rollcall.api.node.NodeReport;
import rollcall.attestation.AgentKey;
import rollcall.attestation.Attestation;
import rollcall.attestation.Audience;
import rollcall.attestation.ContentDigest;
import rollcall.attestation.Signer;

/** The audit log of a running server. */
class AuditTest {
  private static final String KEY = "k".repeat(44);
  private static final String TOKEN = "operator-operator";
  private static final String RED = "{\"value\":\"the-value\"}";

  private static final Instant TIME = Instant.parse("2026-11-20T12:00:00Z");

  @TempDir Path folder;
  private ServerProcess server;
  private final Signer signer = new Signer(AgentKey.of("KEY", KEY), Clock.systemUTC());

  @BeforeEach
  void start() throws Exception {
    start(Map.of("ROLLCALL_AGENT_KEY", KEY, "ROLLCALL_TOKEN", TOKEN));
  }

  private void start(Map<String, String> variables) throws Exception {
    server =
        new ServerProcess(folder.resolve("rollcall.db"), "server.1", List.of(), variables)
            .start()
            .awaitAnswer();
  }

  @AfterEach
  void stop() throws Exception {
    server.kill();
  }

  private int send(String method, String path, String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .headers("X-Rollcall-Caller", "laptop", "Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    if (headers.length > 0) { // headers() rejects an empty array
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.discarding()).statusCode();
  }

  private static String list(String node) {
    Report report = Reports.onNode("c1", "web", node, TIME);
    return Json.write(
        new NodeReport(TIME, "0.1.0", null, null, List.of(report), List.of(), null, null));
  }

  private List<String> audit() throws Exception {
    return server
        .log()
        .lines()
        .filter(l -> l.contains("audit"))
        .map(l -> l.substring(l.indexOf("audit")))
        .toList();
  }

  @Test
  void aLineSaysWhoWroteWhatFromWhere_andShowsNoSecret() throws Exception {
    String bearer = "Bearer " + TOKEN;
    String report = Json.write(Reports.full("c1", "web", TIME));
    String said =
        signer.sign(
            new Attestation(
                "n1",
                "c1",
                Audience.REPORT,
                ContentDigest.digest(Json.read(report, JsonElement.class))));
    assertThat(send("PUT", "/api/vars/color", RED, "Authorization", bearer)).isEqualTo(201);
    assertThat(send("PUT", "/api/vars/color", RED, "Authorization", bearer + "x")).isEqualTo(401);
    assertThat(send("DELETE", "/api/vars/%0anone", "", "Authorization", bearer)).isNotEqualTo(204);
    assertThat(send("POST", "/api/reports", report, "X-Rollcall-Statement", said)).isEqualTo(201);
    assertThat(
            send("POST", "/api/reports", report.replace("web", "db"), "X-Rollcall-Statement", said))
        .isEqualTo(403);
    assertThat(send("GET", "/api/vars", "", "Authorization", bearer)).isEqualTo(200);

    List<String> lines = audit();
    assertThat(lines)
        .hasSize(5)
        .contains(
            "audit PUT /api/vars/color 201 by \"operator\" from 127.0.0.1, caller \"laptop\", revision 1",
            "audit PUT /api/vars/color 401 by \"unknown\" from 127.0.0.1, caller \"laptop\", revision -",
            "audit POST /api/reports 201 by \"container c1 on n1\" from 127.0.0.1, caller \"laptop\","
                + " revision 2",
            "audit POST /api/reports 403 by \"container c1 on n1\" from 127.0.0.1, caller \"laptop\","
                + " revision -");
    assertThat(server.log()).doesNotContain(TOKEN, KEY, said, "the-value");
  }

  @Test
  void anAgentsRoutine_isNotLogged_itsRefusalIs() throws Exception {
    for (String node : List.of("n1", "n2")) {
      String said =
          signer.sign(Attestation.ofNode("n1", Audience.LIST, list("n1").getBytes(UTF_8)));
      send("PUT", "/api/nodes/" + node + "/containers", list("n1"), "X-Rollcall-Statement", said);
    }

    assertThat(audit())
        .containsExactly(
            "audit PUT /api/nodes/n2/containers 403 by \"agent of n1\" from 127.0.0.1, caller"
                + " \"laptop\", revision -");
  }

  @Test
  void aFlood_fillsNoLog() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/vars/color"))
            .method("DELETE", BodyPublishers.noBody())
            .build();
    List<CompletableFuture<HttpResponse<Void>>> answers =
        IntStream.range(0, 2000)
            .mapToObj(i -> client.sendAsync(request, BodyHandlers.discarding()))
            .toList();
    answers.forEach(CompletableFuture::join);

    assertThat(audit()).hasSizeBetween(200, 1999);
    assertThat(audit())
        .containsOnlyOnce("audit: more than 100 writes per second; some are not logged");
  }

  @Test
  void withAuthenticationOff_nothingIsLogged() throws Exception {
    server.kill();
    start(Map.of());

    assertThat(send("PUT", "/api/vars/color", RED)).isLessThan(300);
    assertThat(audit()).isEmpty();
  }
}
