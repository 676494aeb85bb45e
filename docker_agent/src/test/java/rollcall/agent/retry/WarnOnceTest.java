package rollcall.agent.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WarnOnceTest {
  private long nanos = -5;
  private final WarnOnce warning = new WarnOnce(() -> nanos);

  @Test
  void aTroubleThatLasts_isToldOnce() {
    assertThat(warning.isDue()).isTrue();
    nanos += TimeUnit.DAYS.toNanos(1);
    assertThat(warning.isDue()).isFalse();
  }

  @Test
  void aTroubleThatComesAndGoes_isToldEveryTenMinutesAtMost() {
    int told = 0;
    for (int seconds = 0; seconds < 3600; seconds++) {
      told += warning.isDue() ? 1 : 0;
      warning.over();
      nanos += TimeUnit.SECONDS.toNanos(1);
    }
    assertThat(told).isBetween(5, 6);
  }
}
