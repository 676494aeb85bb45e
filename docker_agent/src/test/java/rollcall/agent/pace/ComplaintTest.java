package rollcall.agent.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ComplaintTest {
  private long nanos = -5;
  private final Complaint complaint = new Complaint(() -> nanos);

  @Test
  void aTroubleThatLasts_isToldOnce() {
    assertThat(complaint.isDue()).isTrue();
    nanos += TimeUnit.DAYS.toNanos(1);
    assertThat(complaint.isDue()).isFalse();
  }

  @Test
  void aTroubleThatComesAndGoes_isToldEveryTenMinutesAtMost() {
    int told = 0;
    for (int seconds = 0; seconds < 3600; seconds++) {
      told += complaint.isDue() ? 1 : 0;
      complaint.over();
      nanos += TimeUnit.SECONDS.toNanos(1);
    }
    assertThat(told).isBetween(5, 6);
  }
}
