package rollcall.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import rollcall.common.Environment;

class ConfigTest {
  @Test
  void defaults_areForOneMachine() {
    assertThat(Config.of(new Environment(Map.of())).toString())
        .isEqualTo(
            "ROLLCALL_BIND=127.0.0.1 ROLLCALL_AGENT_PORT=5002 asked as: loopback"
                + " ROLLCALL_NODE=(the engine's hostname) ROLLCALL_SERVER=http://127.0.0.1:5001"
                + " ROLLCALL_REPORT_INTERVAL=10000ms ROLLCALL_TOKEN=(none)"
                + " ROLLCALL_AGENT_KEY=(none) TLS=(none) DOCKER_HOST=(default)");
  }

  @Test
  void toString_masksTheToken() {
    Config settings = settings("ROLLCALL_TOKEN", "hush");

    assertThat(settings.http().token()).contains("hush");
    assertThat(settings.toString()).contains("ROLLCALL_TOKEN=(set)").doesNotContain("hush");
  }

  @Test
  void toString_showsTheKeysIdOnly() {
    Config settings = settings("ROLLCALL_AGENT_KEY", "hush".repeat(8));

    assertThat(settings.toString())
        .contains("ROLLCALL_AGENT_KEY=key " + settings.key().orElseThrow().id())
        .doesNotContain("hush");
  }

  @Test
  void server_mustBeHttp_withoutCredentials() {
    String message =
        "ROLLCALL_SERVER: expected a URL like http://server:5001, without user and password";

    assertThatThrownBy(() -> settings("ROLLCALL_SERVER", "server:5001")).hasMessage(message);
    assertThatThrownBy(() -> settings("ROLLCALL_SERVER", "http://u:hush@server"))
        .hasMessage(message);
    assertThatThrownBy(() -> settings("ROLLCALL_SERVER", "http://a b")).hasMessage(message);
  }

  @Test
  void server_mayHaveANameThatJavaUriRejects() {
    for (String url :
        List.of("http://rollcall_server:5001", "https://a-b.c_d", "http://[::1]:5001")) {
      assertThat(settings("ROLLCALL_SERVER", url).server()).hasToString(url);
    }
  }

  @Test
  void interval_hasBounds() {
    assertThat(settings("ROLLCALL_REPORT_INTERVAL", "500ms").interval())
        .isEqualTo(Duration.ofMillis(500));
    assertThatThrownBy(() -> settings("ROLLCALL_REPORT_INTERVAL", "0s"))
        .hasMessage("ROLLCALL_REPORT_INTERVAL: expected 100ms to 1h");
  }

  @Test
  void bind_mustBeAnAddress() {
    assertThatThrownBy(() -> settings("ROLLCALL_BIND", "256.0.0.1.invalid").http().address())
        .hasMessage(
            "ROLLCALL_BIND=\"256.0.0.1.invalid\": expected an address of this machine, or 0.0.0.0");
  }

  private static Config settings(String name, String value) {
    return Config.of(new Environment(Map.of(name, value)));
  }
}
