package rollcall.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiVersionsTest {
  @ParameterizedTest(name = "engine {0}, minimum {1}: {2}")
  @CsvSource({
    "1.41,1.12,1.41", // Docker 20.10
    "1.44,1.24,1.44", // Docker 25
    "1.50,1.24,1.44", // Docker 28
    "1.52,1.44,1.44", // Docker 29
    "1.60,1.48,1.48", // a future version
    "1.41,,1.41",
  })
  void choose_isTheSmallerOfBoth_butNotBelowTheEnginesMinimum(
      String engine, String minimum, String expected) {
    assertThat(ApiVersions.choose(engine, minimum)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({",", "'',1.24", "tomorrow,1.24", "v1.41,1.24", "99999999999.1,1.24"})
  void choose_engineWithoutVersion_usesItsDefault(String engine, String minimum) {
    assertThat(ApiVersions.choose(engine, minimum)).isEmpty();
  }
}
