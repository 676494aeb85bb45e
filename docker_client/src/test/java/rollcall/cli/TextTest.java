package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.cli.text.DockerDurations;
import rollcall.cli.text.ShortNames;
import rollcall.cli.text.TimeParser;
import rollcall.cli.text.Times;
import rollcall.common.InvalidException;

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
  void durations_areDockers(Duration age, String words) {
    assertThat(DockerDurations.of(age)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "10 minutes ago, 2026-11-20T11:50:00Z",
    "a week ago, 2026-11-13T12:00:00Z",
    "An hour ago, 2026-11-20T11:00:00Z",
    "90s, 2026-11-20T11:58:30Z",
    "2d, 2026-11-18T12:00:00Z",
    "2026-11-20T10:00:00+01:00, 2026-11-20T09:00:00Z",
    "2026-11-20 10:00, 2026-11-20T10:00:00Z",
    "500ms, 2026-11-20T11:59:59.500Z",
    "500 ms ago, 2026-11-20T11:59:59.500Z",
    "5m, 2026-11-20T11:55:00Z",
    "5 mins ago, 2026-11-20T11:55:00Z",
    "a month ago, 2026-10-20T12:00:00Z",
    "1 year ago, 2025-11-20T12:00:00Z",
    "now, 2026-11-20T12:00:00Z",
    "yesterday, 2026-11-19T12:00:00Z",
    "Yesterday 9:30, 2026-11-19T09:30:00Z",
    "today 09:30:15, 2026-11-20T09:30:15Z",
    "09:30, 2026-11-20T09:30:00Z",
    "12:01, 2026-11-19T12:01:00Z",
    "11-19 21:00, 2026-11-19T21:00:00Z",
    "2026-11-19, 2026-11-19T00:00:00Z",
    "2026-11-20 10:00 Europe/Berlin, 2026-11-20T09:00:00Z",
    "2026-07-20 10:00:30 Europe/Berlin, 2026-07-20T08:00:30Z",
    "10:00 UTC, 2026-11-20T10:00:00Z",
    "10:00 CET, 2026-11-20T09:00:00Z"
  })
  void times_areParsed(String words, Instant expected) {
    assertThat(TimeParser.parse(words, () -> NOW)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "ago",
        "5 x",
        "5 fortnights ago",
        "25:00",
        "12:60",
        "12:00 Nowhere/Atall",
        "tomorrow",
        "02-30 12:00",
        "s",
        "999999 years ago",
        "yesterday 12",
        "12:00:00.5.5"
      })
  void times_invalid(String words) {
    assertThatThrownBy(() -> TimeParser.parse(words, () -> NOW))
        .isInstanceOf(InvalidException.class);
  }

  @Test
  void times_ofTablesAreParsed() {
    for (Instant time : List.of(NOW, NOW.minusSeconds(3), NOW.minusSeconds(90_000))) {
      assertThat(TimeParser.parse(Times.full(time), () -> NOW)).isEqualTo(time);
      Instant shown = TimeParser.parse(Times.brief(time, NOW), () -> NOW);
      assertThat(Times.brief(shown, NOW)).isEqualTo(Times.brief(time, NOW));
    }
  }

  @Test
  void images_areShortenedLikeDockers() {
    assertThat(ShortNames.image("sha256:" + "ab".repeat(32))).isEqualTo("abababababab");
    assertThat(ShortNames.image("nginx:1@sha256:" + "ab".repeat(32))).isEqualTo("nginx:1");
    assertThat(ShortNames.image("nginx:1")).isEqualTo("nginx:1");
  }
}
