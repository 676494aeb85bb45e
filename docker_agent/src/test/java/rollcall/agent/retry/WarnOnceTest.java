package rollcall.agent.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WarnOnceTest {
  private long nanos = -5;
  private final WarnOnce warning = new WarnOnce(() -> nanos);

  @Test
  void lastingFailure_isLoggedOnce() {
    assertThat(warning.isDue()).isTrue();
    nanos += TimeUnit.DAYS.toNanos(1);
    assertThat(warning.isDue()).isFalse();
  }

  @Test
  void intermittentFailure_isLoggedEveryTenMinutesAtMost() {
    int logged = 0;
    for (int seconds = 0; seconds < 3600; seconds++) {
      logged += warning.isDue() ? 1 : 0;
      warning.reset();
      nanos += TimeUnit.SECONDS.toNanos(1);
    }
    assertThat(logged).isBetween(5, 6);
  }
}
