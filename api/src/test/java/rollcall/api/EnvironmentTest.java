package rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {
  private final Environment environment =
      new Environment(Map.of("PORT", "80a", "WAIT", "5m", "EMPTY", " ", "BAD", "5 minutes"));

  @Test
  void integer_quotesWhatItCannotRead() {
    assertThatThrownBy(() -> environment.integer("PORT", 1, 0, 65535))
        .hasMessage("PORT=\"80a\": expected a whole number from 0 to 65535");
  }

  @Test
  void duration_readsNumberAndUnit() {
    assertThat(environment.duration("WAIT", Duration.ZERO)).isEqualTo(Duration.ofMinutes(5));
    assertThatThrownBy(() -> environment.duration("BAD", Duration.ZERO))
        .hasMessageStartingWith("BAD=\"5 minutes\": expected a duration like");
  }

  @Test
  void empty_countsAsUnset() {
    assertThat(environment.text("EMPTY", "default")).isEqualTo("default");
  }

  @Test
  void secret_comesFromItsFile(@TempDir Path dir) throws Exception {
    Path file = Files.writeString(dir.resolve("token"), "s3cret\n");

    assertThat(new Environment(Map.of("TOKEN_FILE", file.toString())).secret("TOKEN"))
        .contains("s3cret");
    assertThatThrownBy(
            () ->
                new Environment(Map.of("TOKEN_FILE", file.toString(), "TOKEN", "x"))
                    .secret("TOKEN"))
        .hasMessageContaining("both set");
    assertThatThrownBy(
            () -> new Environment(Map.of("TOKEN_FILE", dir + "/missing")).secret("TOKEN"))
        .hasMessageContaining("cannot be read");
  }
}
