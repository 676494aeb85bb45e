package rollcall.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.api.Problem;
import rollcall.api.container.Report;
import rollcall.api.json.Json;
import rollcall.api.node.Heartbeat;
import rollcall.api.node.ListUpdate;
import rollcall.api.node.NodeReport;
import rollcall.attestation.AgentKey;
import rollcall.attestation.Attestation;
import rollcall.attestation.Audience;
import rollcall.attestation.ContentDigest;
import rollcall.attestation.Signer;
import rollcall.server.Reports;
import rollcall.server.http.TestServer;

/** Permissions per caller, on a real server with authentication. */
class AuthenticatorTest {
  private static final Instant T0 = TestServer.NOW.minusSeconds(5);
  private static final AgentKey KEY = AgentKey.of("KEY", "k".repeat(44));
  private static final AgentKey OLD = AgentKey.of("KEY", "p".repeat(44));
  private static final String TOKEN = "operator-operator";
  private static final String MINE = Json.write(Reports.full("c1", "web", T0));

  @TempDir Path folder;
  private TestServer server;
  private Signer signer;

  @BeforeEach
  void start() {
    open(Optional.empty());
  }

  private void open(Optional<String> readToken) {
    server =
        new TestServer(
            folder,
            AllowedOrigins.NONE,
            new Credentials(Credentials.Mode.ON, List.of(KEY, OLD), Optional.of(TOKEN), readToken));
    signer = new Signer(KEY, server.clock());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> send(String method, String path, String body, String statement) {
    return server.send(method, path, body, "X-Rollcall-Statement", statement);
  }

  private String vouched(String node, String id, String json) {
    return vouched(signer, node, id, json);
  }

  private static String vouched(Signer signer, String node, String id, String json) {
    String digest = ContentDigest.digest(Json.read(json, JsonElement.class));
    return signer.sign(new Attestation(node, id, Audience.REPORT, digest));
  }

  private String ofNode(String node, Audience audience, String body) {
    return signer.sign(Attestation.ofNode(node, audience, body.getBytes(UTF_8)));
  }

  private static void refused(int status, String detail, HttpResponse<String> answer) {
    Problem problem = Json.read(answer.body(), Problem.class);
    assertThat(problem.detail()).isEqualTo(detail);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(problem.advice()).isNotBlank();
    assertThat(answer.headers().firstValue("WWW-Authenticate").isPresent())
        .isEqualTo(status == 401);
  }

  @Test
  void anUnsignedWriteIsRefused_withAdvice() {
    String detail = "This request requires authentication.";

    HttpResponse<String> report = server.post("/api/reports", MINE);

    refused(401, detail, report);
    assertThat(report.headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"rollcall\"");
    assertThat(Json.read(report.body(), Problem.class).advice())
        .contains("GET /info, port 5002", "X-Rollcall-Statement", "ROLLCALL_TOKEN");
    refused(401, detail, server.post("/service", MINE));
    refused(401, detail, server.put("/api/nodes/n1/containers", list(T0)));
    refused(401, detail, server.post("/api/nodes/n1/heartbeat", "{}"));
    refused(401, detail, server.post("/api/nodes/n1/goodbye", ""));
    refused(401, detail, server.put("/api/vars/color", "{\"value\":\"red\"}"));
    refused(401, detail, server.send("DELETE", "/api/vars/color", null));
    refused(401, detail, server.post("/set_var", "{\"key\":\"k\",\"value\":\"v\"}"));
    refused(401, detail, server.put("/edit_var", "{\"key\":\"k\",\"value\":\"v\"}"));
    refused(401, detail, server.send("DELETE", "/delete_var?key=k", null));
    assertThat(server.storage().changes().revision()).isZero();
  }

  @Test
  void withoutAnOperatorToken_theAdviceIsToSetOne() {
    server.close();
    server =
        new TestServer(
            folder,
            AllowedOrigins.NONE,
            new Credentials(Credentials.Mode.ON, List.of(KEY), Optional.empty(), Optional.empty()));

    HttpResponse<String> answer = server.put("/api/vars/color", "{\"value\":\"red\"}");

    refused(401, "This request requires authentication.", answer);
    assertThat(Json.read(answer.body(), Problem.class).advice())
        .startsWith("This server has no operator token");
  }

  @Test
  void aContainerReportsItself_inAnyJsonForm() {
    String statement = vouched("n1", "c1", MINE);
    assertThat(send("POST", "/api/reports", MINE, statement).statusCode()).isEqualTo(201);
    assertThat(send("POST", "/api/reports", MINE, statement).statusCode()).isEqualTo(200);

    String anew = "\n " + Json.write(Json.read(MINE, Report.class)).replace("12.5", "1.25e1");
    assertThat(send("POST", "/api/reports", anew, statement).statusCode()).isEqualTo(200);
  }

  @Test
  void aReportOfANewerAgent_mayHaveUnknownMembers() {
    JsonObject newer = Json.read(MINE, JsonObject.class);
    newer.addProperty("mood", "fine");

    String json = newer.toString();

    assertThat(send("POST", "/api/reports", json, vouched("n1", "c1", json)).statusCode())
        .isEqualTo(201);
  }

  @Test
  void theFirstLabsSixFields_areAttestedInTheSameWay() {
    String six = Json.write(Report.basic("c1", "web", "i:1", T0, 1, 0));

    assertThat(send("POST", "/service", six, vouched("n1", "c1", six)).statusCode()).isEqualTo(201);
    refused(
        403,
        "The attestation is about c2, not about c1.",
        send("POST", "/service", six, vouched("n1", "c2", six)));
  }

  @Test
  void aContainerCannotPostAsAnother() {
    String statement = vouched("n1", "c1", MINE);
    String other = Json.write(Reports.full("c2", "db", T0));

    refused(
        403,
        "The attestation is about c1, not about c2.",
        send("POST", "/api/reports", other, statement));
    String embellished = "The attestation does not match the request's content.";
    refused(
        403,
        embellished,
        send("POST", "/api/reports", MINE.replace("\"web\"", "\"db\""), statement));
    // Of a repeated member the last one counts, in the digest as in the report.
    String twice = MINE.substring(0, MINE.length() - 1) + ",\"name\":\"db\"}";
    refused(403, embellished, send("POST", "/api/reports", twice, statement));
    String elsewhere = Json.write(Reports.onNode("c1", "web", "n2", T0));
    refused(
        403,
        "The attestation is from node \"n1\", which cannot report for \"n2\".",
        send("POST", "/api/reports", elsewhere, vouched("n1", "c1", elsewhere)));
    refused(
        403,
        "The attestation is for a report, not a list.",
        send("PUT", "/api/nodes/n1/containers", list(T0), statement));
    assertThat(server.storage().changes().revision()).isZero();
  }

  @Test
  void forgedAndExpiredAttestations_areRefused() {
    Signer stranger = new Signer(AgentKey.of("KEY", "s".repeat(44)), server.clock());

    HttpResponse<String> forged =
        send("POST", "/api/reports", MINE, vouched(stranger, "n1", "c1", MINE));

    refused(401, "The attestation is signed with an unknown key.", forged);
    assertThat(forged.headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"rollcall\", error=\"invalid_token\"");
    refused(
        401,
        "The attestation is not a JWS in compact form.",
        send("POST", "/api/reports", MINE, "abc"));
    String statement = vouched("n1", "c1", MINE);
    server.clock().advance(Duration.ofSeconds(121));
    HttpResponse<String> late = send("POST", "/api/reports", MINE, statement);
    refused(401, "The attestation expired 61 s ago.", late);
    assertThat(Json.read(late.body(), Problem.class).advice()).contains("NTP");
  }

  @Test
  void theFormerKey_isAccepted() {
    Signer former = new Signer(OLD, server.clock());

    assertThat(send("POST", "/api/reports", MINE, vouched(former, "n1", "c1", MINE)).statusCode())
        .isEqualTo(201);
  }

  @Test
  void anAgentsAttestation_isForItsOwnNodeAndOneAudience() {
    String list = list(T0);
    String beat = Json.write(new Heartbeat(T0, "digest", Map.of()));
    String path = "/api/nodes/n1/";

    assertThat(status("PUT", path + "containers", list, ofNode("n1", Audience.LIST, list)))
        .isEqualTo(200);
    assertThat(status("POST", path + "heartbeat", beat, ofNode("n1", Audience.HEARTBEAT, beat)))
        .isEqualTo(204);
    assertThat(status("POST", path + "goodbye", "", ofNode("n1", Audience.GOODBYE, "")))
        .isEqualTo(204);

    ListUpdate change =
        new ListUpdate(
            "none",
            new Heartbeat(T0, "digest", Map.of()),
            List.of(),
            List.of(),
            List.of(),
            null,
            null);
    String update = Json.write(change);
    assertThat(status("PATCH", path + "containers", update, ofNode("n1", Audience.UPDATE, update)))
        .isEqualTo(409);
    assertThat(status("PATCH", path + "containers", update, ofNode("n1", Audience.LIST, update)))
        .isEqualTo(403);

    String foreign = "The attestation is from node \"n2\", which cannot report for \"n1\".";
    refused(
        403, foreign, send("PUT", path + "containers", list, ofNode("n2", Audience.LIST, list)));
    refused(
        403,
        foreign,
        send("POST", path + "heartbeat", beat, ofNode("n2", Audience.HEARTBEAT, beat)));
    refused(403, foreign, send("POST", path + "goodbye", "", ofNode("n2", Audience.GOODBYE, "")));
    refused(
        403,
        "The attestation is for a heartbeat, not a goodbye.",
        send("POST", path + "goodbye", "", ofNode("n1", Audience.HEARTBEAT, "")));
    refused(
        403,
        "The attestation does not match the request's content.",
        send("POST", path + "heartbeat", beat, ofNode("n1", Audience.HEARTBEAT, beat + " ")));
    refused(
        403,
        "The attestation does not match the request's content.",
        send(
            "PUT",
            path + "containers",
            list(T0.plusSeconds(1)),
            ofNode("n1", Audience.LIST, list)));
  }

  @Test
  void onlyAnOperator_writesVariables() {
    String red = "{\"value\":\"red\"}";
    String[] operator = {"Authorization", "Bearer " + TOKEN};

    assertThat(server.send("PUT", "/api/vars/color", red, operator).statusCode()).isEqualTo(201);
    assertThat(server.send("POST", "/api/reports", MINE, operator).statusCode()).isEqualTo(201);
    assertThat(server.send("PUT", "/api/nodes/n1/containers", list(T0), operator).statusCode())
        .isEqualTo(200);
    refused(
        401,
        "The token is invalid.",
        server.send("PUT", "/api/vars/color", red, "Authorization", "Bearer " + TOKEN + "x"));
    refused(
        401,
        "This request requires authentication.",
        send("PUT", "/api/vars/color", red, vouched("n1", "c1", red)));
  }

  @Test
  void readsAreOpen_unlessThereIsAReadToken() {
    assertThat(server.get("/api/containers").statusCode()).isEqualTo(200);
    server.close();
    open(Optional.of("reader-reader-reader"));
    String[] reader = {"Authorization", "Bearer reader-reader-reader"};

    for (String path :
        List.of(
            "/api/containers", "/api/status", "/api/vars", "/metrics", "/service", "/requests")) {
      refused(401, "This server requires a token for reading.", server.get(path));
      assertThat(server.send("GET", path, null, reader).statusCode()).as(path).isEqualTo(200);
      assertThat(server.send("GET", path, null, "Authorization", "bearer " + TOKEN).statusCode())
          .isEqualTo(200);
    }
    refused(
        401,
        "The token is invalid.",
        server.send("GET", "/api/status", null, "Authorization", "Bearer x"));
    assertThat(server.send("HEAD", "/api/containers", null).statusCode()).isEqualTo(401);
    refused(
        403,
        "The read token does not permit writes.",
        server.send("PUT", "/api/vars/color", "{\"value\":\"red\"}", reader));
    HttpResponse<String> itself =
        server.send(
            "POST",
            "/api/reports",
            MINE,
            "X-Rollcall-Statement",
            vouched("n1", "c1", MINE),
            reader[0],
            reader[1]);
    assertThat(itself.statusCode()).isEqualTo(201);
    for (String path :
        List.of("/", "/healthcheck", "/ready", "/api/openapi.yaml", "/config.json")) {
      assertThat(server.get(path).statusCode()).as(path).isEqualTo(200);
    }
  }

  @Test
  void status_showsTheAuthenticationMode() {
    assertThat(server.get("/api/status").body()).contains("\"auth\":\"on\"");
    server.close();
    server =
        new TestServer(
            folder,
            AllowedOrigins.NONE,
            new Credentials(Credentials.Mode.OFF, List.of(), Optional.empty(), Optional.empty()));

    assertThat(server.get("/api/status").body()).contains("\"auth\":\"off\"");
    assertThat(server.post("/api/reports", MINE).statusCode()).isEqualTo(201);
  }

  private int status(String method, String path, String body, String statement) {
    return send(method, path, body, statement).statusCode();
  }

  private static String list(Instant time, Report... containers) {
    return Json.write(
        new NodeReport(time, "0.1.0", null, null, List.of(containers), List.of(), "digest", null));
  }
}
