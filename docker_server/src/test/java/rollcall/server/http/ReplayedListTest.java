package rollcall.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.api.container.Report;
import rollcall.api.json.Json;
import rollcall.api.node.NodeReport;
import rollcall.api.node.Sender;
import rollcall.attestation.AgentKey;
import rollcall.attestation.Attestation;
import rollcall.attestation.Audience;
import rollcall.attestation.Signer;
import rollcall.server.Reports;
import rollcall.server.auth.AllowedOrigins;
import rollcall.server.auth.Credentials;

/** A signed list that is sent again, while its statement is valid, brings nothing back. */
class ReplayedListTest {
  private static final Instant T0 = TestServer.NOW.minusSeconds(5);
  private static final AgentKey KEY = AgentKey.of("KEY", "k".repeat(44));
  private static final Report WEB = Reports.full("c1", "web", T0);
  private static final String STAYS = "A newer container list for this node is already stored.";

  @TempDir Path folder;
  private TestServer server;
  private Signer signer;

  @BeforeEach
  void start() {
    Credentials credentials =
        new Credentials(Credentials.Mode.ON, List.of(KEY), Optional.empty(), Optional.empty());
    server = new TestServer(folder, AllowedOrigins.NONE, credentials);
    signer = new Signer(KEY, server.clock());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** All of one moment: the agent's count alone tells which is older. */
  @Test
  void ofTheSameRun() {
    isRefused(counted("run-1", 1, WEB), counted("run-1", 2), STAYS);
  }

  @Test
  void ofTheRunBefore() {
    isRefused(
        counted("run-1", 7, WEB),
        counted("run-2", 1),
        "Another agent reports for this engine id, and is alive.");
  }

  @Test
  void ofAnAgentThatDoesNotCount() {
    isRefused(list(T0, WEB), list(T0.plusSeconds(1)), STAYS);
  }

  private void isRefused(NodeReport first, NodeReport second, String detail) {
    String body = Json.write(first);
    String statement = statement(body);
    assertThat(put(body, statement).statusCode()).isEqualTo(200);
    assertThat(put(body, statement).statusCode()).isEqualTo(200);
    String newer = Json.write(second);
    assertThat(put(newer, statement(newer)).statusCode()).isEqualTo(200);

    HttpResponse<String> replayed = put(body, statement);

    assertThat(replayed.statusCode()).isEqualTo(409);
    assertThat(replayed.body()).contains(detail);
    assertThat(server.get("/api/containers").body()).contains("\"containers\":[]");
  }

  private HttpResponse<String> put(String body, String statement) {
    return server.send("PUT", "/api/nodes/n1/containers", body, "X-Rollcall-Statement", statement);
  }

  private String statement(String body) {
    return signer.sign(Attestation.ofNode("n1", Audience.LIST, body.getBytes(UTF_8)));
  }

  private static NodeReport counted(String run, long sequence, Report... containers) {
    return list(T0, containers).from(new Sender("engine-1", run, sequence));
  }

  private static NodeReport list(Instant time, Report... containers) {
    return new NodeReport(
        time, "0.1.0", null, null, List.of(containers), List.of(), "digest", null);
  }
}
