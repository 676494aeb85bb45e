package rollcall.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.common.InvalidException;

class EngineAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssh://user:hush@host",
        "npipe:////./pipe/docker_engine",
        "tcp:// host:2375",
        "tcp://user:hush@host:2375",
        "tcp://host",
        "/var/run/docker.sock",
        "unix://relative",
        "host:2375",
        "nonsense",
      })
  void unsupportedAddress_isRefusedInOneLine_withoutSecrets(String host) {
    assertThatThrownBy(() -> new EngineAddress(Optional.of(host)))
        .isInstanceOf(InvalidException.class)
        .hasMessageStartingWith("DOCKER_HOST")
        .hasMessageNotContainingAny("hush", "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix:///a path/with blanks/ü%20.sock", "unix:///var/run/docker.sock"})
  void unixPath_isUsedUnescaped(String host) {
    assertThat(new EngineAddress(Optional.of(host))).hasToString(host);
  }

  @Test
  void hostNameWithUnderscore_isAccepted() {
    EngineAddress address = new EngineAddress(Optional.of("tcp://docker_engine.invalid:2375"));

    assertThatThrownBy(address::config)
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining("unknown host docker_engine.invalid");
  }
}
