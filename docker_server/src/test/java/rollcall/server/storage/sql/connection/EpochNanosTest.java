package rollcall.server.storage.sql.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class EpochNanosTest {
  @Test
  void of_convertsBothWaysWithinTheRange() {
    Instant time = Instant.parse("2026-11-20T12:00:00.123456789Z");

    assertThat(EpochNanos.toInstant(EpochNanos.of(time))).isEqualTo(time);
  }

  @Test
  void of_clampsTimesOutOfRange() {
    assertThat(EpochNanos.of(Instant.MIN)).isEqualTo(Long.MIN_VALUE);
    assertThat(EpochNanos.of(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
    assertThat(EpochNanos.of(Instant.parse("1500-01-01T00:00:00Z"))).isEqualTo(Long.MIN_VALUE);
  }
}
