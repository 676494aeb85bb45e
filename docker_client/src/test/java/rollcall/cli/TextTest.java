package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rollcall.cli.text.Ages;
import rollcall.cli.text.Moments;
import rollcall.cli.text.ShortNames;

class TextTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "PT-5S, Less than a second",
    "PT1S, 1 second",
    "PT59S, 59 seconds",
    "PT119S, About a minute",
    "PT59M59S, 59 minutes",
    "PT1H, About an hour",
    "PT1H29M, About an hour",
    "PT1H30M, 2 hours",
    "PT47H, 47 hours",
    "PT48H, 2 days",
    "P14D, 2 weeks",
    "P60D, 2 months",
    "P730D, 2 years"
  })
  void ages_areDockersWords(Duration age, String words) {
    assertThat(Ages.of(age)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "10 minutes ago, 2026-11-20T11:50:00Z",
    "a week ago, 2026-11-13T12:00:00Z",
    "An hour ago, 2026-11-20T11:00:00Z",
    "90s, 2026-11-20T11:58:30Z",
    "2d, 2026-11-18T12:00:00Z",
    "2026-11-20T10:00:00+01:00, 2026-11-20T09:00:00Z",
    "2026-11-20 10:00, 2026-11-20T10:00:00Z"
  })
  void moments_areReadAsPeopleSayThem(String words, Instant moment) {
    assertThat(Moments.parse(words, () -> NOW)).isEqualTo(moment);
  }

  @Test
  void images_areShortenedAsDockerDoes() {
    assertThat(ShortNames.image("sha256:" + "ab".repeat(32))).isEqualTo("abababababab");
    assertThat(ShortNames.image("nginx:1@sha256:" + "ab".repeat(32))).isEqualTo("nginx:1");
    assertThat(ShortNames.image("nginx:1")).isEqualTo("nginx:1");
  }
}
