package rollcall.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.client.http.Endpoint;
import rollcall.client.http.HttpClients;
import rollcall.client.http.Target;
import rollcall.client.http.UnreachableException;
import rollcall.common.Environment;
import rollcall.common.InvalidException;
import rollcall.common.tls.ClientTls;
import rollcall.common.tls.ServerTls;
import rollcall.testing.TestCertificate;

/** The client and a server whose certificate no public authority signed. */
class TlsTest {
  @TempDir Path folder;
  private TestCertificate certificate;
  private HttpsServer server;

  @BeforeEach
  void start() throws Exception {
    certificate = TestCertificate.make(folder, "here", "EC");
    ServerTls tls =
        ServerTls.of(
                new Environment(
                    Map.of(
                        "ROLLCALL_TLS_CERTIFICATE_FILE",
                        certificate.certificate().toString(),
                        "ROLLCALL_TLS_KEY_FILE",
                        certificate.key().toString())))
            .orElseThrow();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls.context()));
    byte[] body = "{\"nodes\":[],\"revision\":7}".getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("X-Rollcall-Revision", "7");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private RollcallClient client(Path authorities) {
    Map<String, String> variables =
        authorities == null ? Map.of() : Map.of("ROLLCALL_TLS_CA_FILE", authorities.toString());
    return new RollcallClient(
        new HttpClients(() -> ClientTls.of(new Environment(variables))),
        Endpoint.parse(Target.SERVER, "https://127.0.0.1:" + server.getAddress().getPort()),
        Duration.ofSeconds(10),
        Optional.empty());
  }

  @Test
  void configuredAuthority_isTrusted() {
    assertThat(client(certificate.certificate()).nodes().value().revision()).isEqualTo(7);
  }

  @Test
  void otherAuthority_isNotTrusted() throws Exception {
    TestCertificate other = TestCertificate.make(folder, "other", "EC");

    assertThatThrownBy(() -> client(other.certificate()).nodes())
        .isInstanceOf(UnreachableException.class);
    assertThatThrownBy(() -> client(null).nodes()).isInstanceOf(UnreachableException.class);
  }

  @Test
  void fileWithoutCertificates_isNamed() {
    assertThatThrownBy(() -> client(certificate.key()).nodes())
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("ROLLCALL_TLS_CA_FILE=")
        .hasMessageContaining("expected certificates in PEM form");
  }
}
