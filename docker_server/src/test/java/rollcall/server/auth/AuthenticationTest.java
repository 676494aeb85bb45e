package rollcall.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import rollcall.common.Environment;
import rollcall.common.InvalidException;
import rollcall.server.auth.Credentials.Mode;

class AuthenticationTest {
  private static final String KEY = "k".repeat(44);

  private static Credentials of(String bind, Map<String, String> variables) {
    return Authentication.of(new Environment(variables), bind);
  }

  @Test
  void onLoopback_nothingIsNeeded() {
    for (String bind : new String[] {"127.0.0.1", "localhost", "::1", "127.5.5.5"}) {
      assertThat(of(bind, Map.of())).as(bind).isEqualTo(Credentials.LOOPBACK);
    }
    assertThatThrownBy(() -> of("127.0.0.1", Map.of("ROLLCALL_AUTH", "on")))
        .isInstanceOf(InvalidException.class);
  }

  @Test
  void onOtherAddresses_keysOrAuthOffAreRequired() {
    assertThatThrownBy(() -> of("0.0.0.0", Map.of()))
        .isInstanceOf(InvalidException.class)
        .hasMessage(
            "ROLLCALL_BIND=0.0.0.0 accepts connections from other machines, but neither an agent key"
                + " nor an operator token is set: set ROLLCALL_AGENT_KEY_FILE and ROLLCALL_TOKEN_FILE"
                + " (docs/SECURITY.md), or ROLLCALL_AUTH=off for a lab in which every client may"
                + " write");
    assertThat(of("0.0.0.0", Map.of("ROLLCALL_AUTH", "off")).mode()).isEqualTo(Mode.OFF);
  }

  @Test
  void aKeyOrAToken_turnsAuthenticationOn() {
    assertThat(of("127.0.0.1", Map.of("ROLLCALL_AGENT_KEY", KEY)).mode()).isEqualTo(Mode.ON);
    assertThat(of("0.0.0.0", Map.of("ROLLCALL_TOKEN", "t".repeat(16))).mode()).isEqualTo(Mode.ON);
    assertThat(of("0.0.0.0", Map.of("ROLLCALL_AGENT_KEY", KEY, "ROLLCALL_AUTH", "off")).mode())
        .isEqualTo(Mode.OFF);
  }

  @Test
  void twoKeys_duringARotation() {
    Credentials credentials =
        of("::", Map.of("ROLLCALL_AGENT_KEY", KEY, "ROLLCALL_AGENT_KEY_PREVIOUS", KEY + "old"));

    assertThat(credentials.keys()).hasSize(2);
  }

  @Test
  void toString_showsNoSecret() {
    Map<String, String> all =
        Map.of(
            "ROLLCALL_AGENT_KEY", KEY,
            "ROLLCALL_TOKEN", "t".repeat(16),
            "ROLLCALL_READ_TOKEN", "r".repeat(16));

    String shown = of("::", all).toString();

    assertThat(shown)
        .matches("writes: agents \\(key \\S{8}\\), operators \\(token set\\); reads: with a token");
    all.values().forEach(secret -> assertThat(shown).doesNotContain(secret));
    assertThat(of("::", Map.of("ROLLCALL_AUTH", "off")).toString())
        .isEqualTo(
            "writes: EVERY CLIENT, without authentication (ROLLCALL_AUTH=off); reads: every client");
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThatThrownBy(() -> of("::", Map.of("ROLLCALL_AUTH", "no")))
        .hasMessage("ROLLCALL_AUTH=\"no\": expected on or off");
    assertThatThrownBy(() -> of("::", Map.of("ROLLCALL_AGENT_KEY_PREVIOUS", "short")))
        .hasMessageStartingWith("ROLLCALL_AGENT_KEY_PREVIOUS: has 5 characters, at least 32");
    assertThatThrownBy(() -> of("::", Map.of("ROLLCALL_TOKEN", "short")))
        .hasMessageStartingWith("ROLLCALL_TOKEN: expected at least 16 visible ASCII characters");
  }
}
