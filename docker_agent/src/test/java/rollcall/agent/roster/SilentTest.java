package rollcall.agent.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SilentTest {
  private long nanos;
  private final Silent silent = new Silent(() -> nanos);

  @Test
  void without_leavesTheSilentOutForAWhile() {
    silent.answered(List.of("a", "b"), List.of("b"));

    assertThat(silent.without(List.of("a", "b"))).containsExactly("b");
    nanos += Duration.ofSeconds(30).toNanos();
    assertThat(silent.without(List.of("a", "b"))).containsExactly("a", "b");
  }

  @Test
  void answered_endsTheSilence() {
    silent.answered(List.of("a"), List.of());
    silent.answered(List.of("a"), List.of("a"));

    assertThat(silent.without(List.of("a"))).containsExactly("a");
  }
}
