package rollcall.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import rollcall.common.InvalidException;

class EndpointTest {
  @Test
  void parse_addsDefaults() {
    assertThat(Endpoint.parse(Target.SERVER, "n1")).hasToString("http://n1:5001");
    assertThat(Endpoint.parse(Target.AGENT, "n1")).hasToString("http://n1:5002");
    assertThat(Endpoint.parse(Target.SERVER, "n1:80")).hasToString("http://n1");
    assertThat(Endpoint.parse(Target.SERVER, "[::1]")).hasToString("http://[::1]:5001");
  }

  @Test
  void parse_keepsAUrl() {
    assertThat(Endpoint.parse(Target.SERVER, "https://x.example/rc/").at("/api/nodes").build())
        .hasToString("https://x.example/rc/api/nodes");
  }

  @Test
  void onHost_keepsHttps_atTheSamePort() {
    Endpoint direct = Endpoint.parse(Target.SERVER, "https://n1:5001");
    Endpoint behindAProxy = Endpoint.parse(Target.SERVER, "https://rollcall.example.com");

    assertThat(direct.onHost("fe80::2", 5001)).hasToString("https://[fe80::2]:5001");
    assertThat(behindAProxy.onHost("n2", 5001)).hasToString("http://n2:5001");
    assertThat(Endpoint.parse(Target.SERVER, "n1").onHost("n2", 5001))
        .hasToString("http://n2:5001");
  }

  @Test
  void parse_acceptsNamesOfAnyForm() {
    for (String name : List.of("rollcall_server", "a-b.c_d", "server.1", "[fe80::1]")) {
      assertThat(Endpoint.parse(Target.SERVER, "http://" + name + ":5001"))
          .hasToString("http://" + name + ":5001");
      assertThat(Endpoint.parse(Target.SERVER, name)).hasToString("http://" + name + ":5001");
    }
  }

  @Test
  void parse_quotesInvalidUrl() {
    assertThatThrownBy(() -> Endpoint.parse(Target.SERVER, "ftp://x"))
        .isInstanceOf(InvalidException.class)
        .hasMessage(
            "\"ftp://x\" is not a URL of the server; expected a URL like http://10.0.0.1:5001");
  }

  @Test
  void parse_neverQuotesAPassword() {
    assertThatThrownBy(() -> Endpoint.parse(Target.AGENT, "http://me:s3cret@n1"))
        .hasMessage("The URL of the agent contains a user or a password: remove them");
  }

  @Test
  void at_escapesUserInput() {
    Endpoint endpoint = Endpoint.parse(Target.SERVER, "n1");
    assertThat(endpoint.at("/api/containers", "a/b?c d"))
        .hasToString("http://n1:5001/api/containers/a%2Fb%3Fc%20d");
    assertThatThrownBy(() -> endpoint.at("/api/containers", ".."))
        .hasMessage("\"..\" is not a valid name");
  }

  @Test
  void isLoopback_byNameOrAddress() {
    assertThat(Endpoint.parse(Target.AGENT, "localhost").isLoopback()).isTrue();
    assertThat(Endpoint.parse(Target.AGENT, "127.0.0.2:1").isLoopback()).isTrue();
    assertThat(Endpoint.parse(Target.AGENT, "[::1]").isLoopback()).isTrue();
    assertThat(Endpoint.parse(Target.AGENT, "172.17.0.1").isLoopback()).isFalse();
  }
}
