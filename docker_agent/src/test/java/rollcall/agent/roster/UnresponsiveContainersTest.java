package rollcall.agent.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnresponsiveContainersTest {
  private long nanos;
  private final UnresponsiveContainers unresponsive = new UnresponsiveContainers(() -> nanos);

  @Test
  void without_excludesTimedOutOnes_forAWhile() {
    unresponsive.answered(List.of("a", "b"), List.of("b"));

    assertThat(unresponsive.without(List.of("a", "b"))).containsExactly("b");
    nanos += Duration.ofSeconds(30).toNanos();
    assertThat(unresponsive.without(List.of("a", "b"))).containsExactly("a", "b");
  }

  @Test
  void answered_endsTheExclusion() {
    unresponsive.answered(List.of("a"), List.of());
    unresponsive.answered(List.of("a"), List.of("a"));

    assertThat(unresponsive.without(List.of("a"))).containsExactly("a");
  }
}
