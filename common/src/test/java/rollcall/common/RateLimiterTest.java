package rollcall.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private long nanos = -5; // nanoTime may be negative, and may overflow
  private final RateLimiter limiter = new RateLimiter(10, () -> nanos);

  private int allowed(Object caller, int tries) {
    int allowed = 0;
    for (int i = 0; i < tries; i++) {
      allowed += limiter.ask(caller).isZero() ? 1 : 0;
    }
    return allowed;
  }

  @Test
  void aBurst_isTwoSecondsWorth_thenTheRateApplies() {
    assertThat(allowed("a", 100)).isEqualTo(20);
    nanos += Duration.ofSeconds(1).toNanos();
    assertThat(allowed("a", 100)).isEqualTo(10);
    nanos += Duration.ofHours(1).toNanos();
    assertThat(allowed("a", 100)).isEqualTo(20);
  }

  @Test
  void callers_haveBucketsOfTheirOwn() {
    assertThat(allowed("a", 100)).isEqualTo(20);
    assertThat(allowed("b", 100)).isEqualTo(20);
  }

  @Test
  void callerOverTheLimit_getsItsWait_andIsAllowedAfterIt() {
    allowed("a", 20);

    Duration wait = limiter.ask("a");

    assertThat(wait).isEqualTo(Duration.ofMillis(100));
    nanos += wait.toNanos() - 1;
    assertThat(allowed("a", 5)).isZero();
    nanos += 1;
    assertThat(allowed("a", 5)).isEqualTo(1);
  }

  @Test
  void inventedNames_shareOneBucket_whileThereIsNoRoom() {
    allowed("known", 20);
    for (int i = 0; i < 10_000; i++) {
      limiter.ask(i);
    }
    allowed("invented", 100);

    assertThat(allowed("invented too", 100)).isZero();
    assertThat(allowed("known", 100)).isZero();
    nanos += Duration.ofSeconds(3).toNanos();
    assertThat(allowed("new", 100)).isEqualTo(20);
    assertThat(allowed("invented too", 100)).isEqualTo(20);
  }
}
