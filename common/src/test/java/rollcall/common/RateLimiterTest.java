package rollcall.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private long nanos = -5; // nanoTime may be negative, and may overflow
  private final RateLimiter limiter = new RateLimiter(10, () -> nanos);

  private int taken(Object caller, int tries) {
    int taken = 0;
    for (int i = 0; i < tries; i++) {
      taken += limiter.ask(caller).isZero() ? 1 : 0;
    }
    return taken;
  }

  @Test
  void aBurst_isTwoSecondsWorth_andThenComesTheRate() {
    assertThat(taken("a", 100)).isEqualTo(20);
    nanos += Duration.ofSeconds(1).toNanos();
    assertThat(taken("a", 100)).isEqualTo(10);
    nanos += Duration.ofHours(1).toNanos();
    assertThat(taken("a", 100)).isEqualTo(20);
  }

  @Test
  void callersDoNotTakeFromEachOther() {
    assertThat(taken("a", 100)).isEqualTo(20);
    assertThat(taken("b", 100)).isEqualTo(20);
  }

  @Test
  void callerThatMustWait_learnsHowLong_andMayComeThen() {
    taken("a", 20);

    Duration wait = limiter.ask("a");

    assertThat(wait).isEqualTo(Duration.ofMillis(100));
    nanos += wait.toNanos() - 1;
    assertThat(taken("a", 5)).isZero();
    nanos += 1;
    assertThat(taken("a", 5)).isEqualTo(1);
  }

  @Test
  void inventedNames_shareOneBucket_untilThereIsRoomAgain() {
    taken("known", 20);
    for (int i = 0; i < 10_000; i++) {
      limiter.ask(i);
    }
    taken("invented", 100);

    assertThat(taken("invented too", 100)).isZero();
    assertThat(taken("known", 100)).isZero();
    nanos += Duration.ofSeconds(3).toNanos();
    assertThat(taken("new", 100)).isEqualTo(20);
    assertThat(taken("invented too", 100)).isEqualTo(20);
  }
}
