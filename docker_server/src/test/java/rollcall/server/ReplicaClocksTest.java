package rollcall.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rollcall.api.json.Json;
import rollcall.api.node.NodeReport;
import rollcall.api.status.LoggedRequest;
import rollcall.api.status.RequestLogPage;
import rollcall.api.status.Status;
import rollcall.attestation.AgentKey;
import rollcall.attestation.Attestation;
import rollcall.attestation.Audience;
import rollcall.attestation.Signer;

/** Two replicas on one PostgreSQL; one clock is five minutes behind, the other a day ahead. */
class ReplicaClocksTest {
  private static final String KEY = "k".repeat(44);
  private static final List<Duration> AHEAD = List.of(Duration.ofMinutes(-5), Duration.ofDays(1));
  private static final Duration NEARLY = Duration.ofSeconds(30);

  private static final List<Server> SERVERS = new ArrayList<>();
  private static TestPostgres postgres;

  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void start() {
    postgres = new TestPostgres();
    String database = postgres.newDatabase();
    for (Duration ahead : AHEAD) {
      Map<String, String> settings =
          Map.of(
              "ROLLCALL_DB",
              database,
              "ROLLCALL_PORT",
              "0",
              "ROLLCALL_REPLICA",
              "server." + SERVERS.size(),
              "ROLLCALL_DRAIN_TIMEOUT",
              "0s",
              "ROLLCALL_AGENT_KEY",
              KEY);
      Server server = new Server(Config.of(settings), Clock.offset(Clock.systemUTC(), ahead));
      SERVERS.add(server);
      server.start();
    }
  }

  @AfterAll
  static void stop() {
    SERVERS.forEach(Server::close);
    postgres.close();
  }

  private HttpResponse<String> send(
      Server server, String method, String path, String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .headers("Content-Type", "application/json", "X-Rollcall-Caller", "the test")
            .method(method, BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private String get(Server server, String path) throws Exception {
    return send(server, "GET", path, "").body();
  }

  private void list(Server server) throws Exception {
    Instant now = Instant.now();
    String list =
        Json.write(new NodeReport(now, "0.1.0", null, null, List.of(), List.of(), "digest", null));
    String said =
        new Signer(AgentKey.of("KEY", KEY), Clock.systemUTC())
            .sign(Attestation.ofNode("n1", Audience.LIST, list.getBytes(UTF_8)));
    HttpResponse<String> answer =
        send(server, "PUT", "/api/nodes/n1/containers", list, "X-Rollcall-Statement", said);
    assertThat(answer.body()).startsWith("{\"changes\"");
  }

  @Test
  void bothReplicas_acceptANewAttestation() throws Exception {
    for (Server server : SERVERS) {
      list(server);
    }
  }

  @Test
  void bothReplicas_readTheHistory() throws Exception {
    Instant started = Instant.now();
    for (Server server : SERVERS) {
      assertThat(send(server, "GET", "/api/containers?at=" + Instant.now(), "").statusCode())
          .isEqualTo(200);
      Instant later = Instant.now().plus(Duration.ofMinutes(2));
      assertThat(send(server, "GET", "/api/containers?at=" + later, "").statusCode())
          .isEqualTo(400);
    }
    assertThat(Duration.between(started, Instant.now())).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void requests_areInTheOrderOfArrival() throws Exception {
    Instant before = Instant.now().minus(NEARLY);
    for (int i = 0; i < 6; i++) {
      get(SERVERS.get(i % 2), "/api/vars/number-" + i);
      Thread.sleep(500); // the error of a replica's clock is up to the database's response time
    }
    for (Server server : SERVERS) {
      // The log is written after the response.
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () ->
                  assertThat(log(server).requests())
                      .extracting(LoggedRequest::path)
                      .filteredOn(path -> path.contains("number-"))
                      .containsExactly(
                          "/api/vars/number-5",
                          "/api/vars/number-4",
                          "/api/vars/number-3",
                          "/api/vars/number-2",
                          "/api/vars/number-1",
                          "/api/vars/number-0"));
      assertThat(log(server).requests())
          .allSatisfy(
              request -> assertThat(request.time()).isBetween(before, Instant.now().plus(NEARLY)));
    }
  }

  private RequestLogPage log(Server server) throws Exception {
    return Json.read(get(server, "/api/requests?limit=1000"), RequestLogPage.class);
  }

  @Test
  void ages_areByTheDatabasesClock() throws Exception {
    list(SERVERS.get(0));
    for (Server server : SERVERS) {
      Matcher age =
          Pattern.compile("rollcall_report_age_seconds\\{node=\"n1\"} (\\S+)")
              .matcher(get(server, "/metrics"));
      assertThat(age.find()).isTrue();
      assertThat(Double.parseDouble(age.group(1))).isBetween(0.0, 60.0);

      Status status = Json.read(get(server, "/api/status"), Status.class);
      assertThat(Duration.between(status.time(), Instant.now()).abs()).isLessThan(NEARLY);
      assertThat(status.replicas())
          .hasSize(2)
          .allSatisfy(
              replica ->
                  assertThat(Duration.between(replica.started(), status.time()))
                      .isBetween(Duration.ZERO, Duration.ofMinutes(10)));
    }
  }
}
