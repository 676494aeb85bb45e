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

/** Which address a client takes for Rollcall where it was given none. */
class NearbyTest {
  private static final Endpoint NO_SERVER = Endpoint.parse(Target.SERVER, "127.0.0.1:1");

  private final HttpClients clients = new HttpClients();
  private final MockWebServer stranger = new MockWebServer();
  private ContractServer rollcall;

  @BeforeEach
  void start() throws Exception {
    rollcall = new ContractServer(Samples.web());
    stranger.start();
  }

  @AfterEach
  void stop() {
    rollcall.close();
    stranger.close();
  }

  @Test
  void theFirstThatAnswersAsRollcall_isMeant() {
    stranger.enqueue(new MockResponse.Builder().body("{\"status\":\"ok\"}").build());
    Endpoint ours = Endpoint.parse(Target.SERVER, rollcall.url());

    assertThat(find(NO_SERVER, at(Target.SERVER), ours)).isEqualTo(ours);
    assertThat(rollcall.authorizations()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"version\":\"1\"}", "<html>router</html>", ""})
  void strangers_areNoServer(String body) throws Exception {
    stranger.enqueue(new MockResponse.Builder().body(body).build());

    assertThatThrownBy(() -> find(NO_SERVER, at(Target.SERVER)))
        .isInstanceOf(UnreachableException.class)
        .hasMessage(
            "Cannot reach the server at http://127.0.0.1:1 (connection refused), nor at %s"
                + " (something else answers)",
            at(Target.SERVER));
    assertThat(stranger.takeRequest().getHeaders().get("Authorization")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "{\"status\":\"ok\"}", "<html>router</html>"})
  void strangers_areNoAgent(String body) {
    stranger.enqueue(new MockResponse.Builder().body(body).build());

    assertThatThrownBy(() -> find(at(Target.AGENT))).isInstanceOf(UnreachableException.class);
  }

  @Test
  void anAgent_isKnownByItsVersion() {
    stranger.enqueue(new MockResponse.Builder().body("{\"version\":\"0.1.0\"}").build());

    assertThat(find(at(Target.AGENT))).isEqualTo(at(Target.AGENT));
  }

  private Endpoint at(Target target) {
    return Endpoint.parse(target, "127.0.0.1:" + stranger.getPort());
  }

  private Endpoint find(Endpoint... candidates) {
    return Nearby.find(clients, List.of(candidates), Duration.ofSeconds(15));
  }
}
