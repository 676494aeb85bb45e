package rollcall.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.client.http.Endpoint;
import rollcall.client.http.HttpClients;
import rollcall.client.http.Target;
import rollcall.client.http.UnreachableException;
import rollcall.testing.ContractServer;
import rollcall.testing.Samples;

/** Finding Rollcall among guessed addresses. */
class NearbyTest {
  private static final Endpoint NO_SERVER = Endpoint.parse(Target.SERVER, "127.0.0.1:1");

  private final HttpClients clients = new HttpClients();
  private final MockWebServer otherProgram = new MockWebServer();
  private ContractServer rollcall;

  @BeforeEach
  void start() throws Exception {
    rollcall = new ContractServer(Samples.web());
    otherProgram.start();
  }

  @AfterEach
  void stop() {
    rollcall.close();
    otherProgram.close();
  }

  @Test
  void firstRollcall_isFound() {
    otherProgram.enqueue(new MockResponse.Builder().body("{\"status\":\"ok\"}").build());
    Endpoint ours = Endpoint.parse(Target.SERVER, rollcall.url());

    assertThat(find(NO_SERVER, at(Target.SERVER), ours)).isEqualTo(ours);
    assertThat(rollcall.authorizations()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"version\":\"1\"}", "<html>router</html>", ""})
  void otherPrograms_areNotServers(String body) throws Exception {
    otherProgram.enqueue(new MockResponse.Builder().body(body).build());

    assertThatThrownBy(() -> find(NO_SERVER, at(Target.SERVER)))
        .isInstanceOf(UnreachableException.class)
        .hasMessage(
            "Cannot reach the server at http://127.0.0.1:1 (connection refused) or at %s"
                + " (not Rollcall)",
            at(Target.SERVER));
    assertThat(otherProgram.takeRequest().getHeaders().get("Authorization")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "{\"status\":\"ok\"}", "<html>router</html>"})
  void otherPrograms_areNotAgents(String body) {
    otherProgram.enqueue(new MockResponse.Builder().body(body).build());

    assertThatThrownBy(() -> find(at(Target.AGENT))).isInstanceOf(UnreachableException.class);
  }

  @Test
  void agent_isRecognizedByItsVersion() {
    otherProgram.enqueue(new MockResponse.Builder().body("{\"version\":\"0.1.0\"}").build());

    assertThat(find(at(Target.AGENT))).isEqualTo(at(Target.AGENT));
  }

  private Endpoint at(Target target) {
    return Endpoint.parse(target, "127.0.0.1:" + otherProgram.getPort());
  }

  private Endpoint find(Endpoint... candidates) {
    return Nearby.find(clients, List.of(candidates), Duration.ofSeconds(15));
  }
}
