package rollcall.e2e.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rollcall.e2e.docker.OneHost.TIGHT;
import static rollcall.e2e.docker.OneHost.patiently;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rollcall.api.Paths;
import rollcall.client.AgentClient;
import rollcall.client.RollcallClient;
import rollcall.client.http.Endpoint;
import rollcall.client.http.HttpClients;
import rollcall.client.http.Target;
import rollcall.common.Environment;
import rollcall.common.tls.ClientTls;
import rollcall.e2e.Command;
import rollcall.e2e.Http;

/** Server, agent and client work by TLS as well, and without privileges; strangers are refused. */
@Tag("docker")
class TlsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @RegisterExtension static final OneHost HOST = new OneHost();
  @TempDir static Path tls;

  @BeforeAll
  static void startRollcall() throws IOException {
    Files.setPosixFilePermissions(tls, PosixFilePermissions.fromString("rwxr-xr-x"));
    Command.of("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")
        .and(List.of("-nodes", "-days", "2", "-subj", "/CN=rollcall"))
        .and(List.of("-addext", "subjectAltName=IP:" + HOST.gateway()))
        .and(List.of("-keyout", "key", "-out", "certificate"))
        .in(tls)
        .ok();
    // The images' user is another one.
    Files.setPosixFilePermissions(tls.resolve("key"), PosixFilePermissions.fromString("rw-r--r--"));

    List<String> certificate =
        List.of(
            "-v",
            tls + ":/tls:ro",
            "-e",
            "ROLLCALL_TLS_CERTIFICATE_FILE=/tls/certificate",
            "-e",
            "ROLLCALL_TLS_KEY_FILE=/tls/key");
    HOST.startServer(certificate.toArray(String[]::new));
    List<String> agent = new ArrayList<>(certificate);
    agent.addAll(List.of("-e", "ROLLCALL_TLS_CA_FILE=/tls/certificate"));
    agent.addAll(List.of("-e", "ROLLCALL_SERVER=" + url(5001)));
    HOST.startAgent(agent.toArray(String[]::new));
  }

  private static String url(int port) {
    return "https://" + HOST.gateway() + ":" + port;
  }

  private static HttpClients connections() {
    Environment files =
        new Environment(Map.of("ROLLCALL_TLS_CA_FILE", tls.resolve("certificate").toString()));
    return new HttpClients(() -> ClientTls.of(files));
  }

  @Test
  void agent_isHeardByTls() {
    RollcallClient server =
        new RollcallClient(connections(), Endpoint.parse(Target.SERVER, url(5001)), TIMEOUT);
    patiently()
        .untilAsserted(
            () ->
                assertThat(server.nodes().value().nodes())
                    .anyMatch(node -> node.lastHeard() != null));
  }

  @Test
  void agent_answersByTls() {
    Endpoint endpoint = Endpoint.parse(Target.AGENT, url(5002));
    AgentClient agent = new AgentClient(connections(), endpoint, TIMEOUT, Optional.empty());
    assertThat(agent.healthcheck().status()).isEqualTo(200);
  }

  @Test
  void plainHttp_isRefused() {
    assertThat(HOST.http().get(Paths.STATUS).is(400).body()).contains("https://");
    Http agent = new Http("http://" + HOST.gateway() + ":5002");
    assertThatThrownBy(() -> agent.get(Paths.HEALTHCHECK)).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void client_withTheAuthority_postsAndGets() {
    List<String> options = new ArrayList<>(TIGHT);
    options.addAll(List.of("-v", tls + ":/tls:ro"));
    options.addAll(List.of("-e", "ROLLCALL_TLS_CA_FILE=/tls/certificate"));
    options.addAll(List.of("-e", "ROLLCALL_SERVER=" + url(5001)));
    options.addAll(List.of("-e", "ROLLCALL_AGENT=" + url(5002)));
    assertThat(HOST.client("over-tls", options, "post").run().exited(0).all()).contains("(201)");
    HOST.client("over-tls", options, "get").ok();
  }

  @Test
  void client_withoutTheAuthority_refusesTheServer() {
    HOST.client("stranger", List.of("-e", "ROLLCALL_SERVER=" + url(5001)), "get").run().exited(3);
  }
}
