package rollcall.agent.docker.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpuDeltasTest {
  private final CpuDeltas deltas = new CpuDeltas();

  @Test
  void usage_firstSample_isUnknown() {
    assertThat(deltas.usage("a", at(0, 500, 1000))).isEmpty();
    assertThat(deltas.hasSample("a")).isTrue();
  }

  @Test
  void usage_isCpuDeltaOverSystemDelta() {
    deltas.usage("a", at(0, 500, 1000));

    assertThat(deltas.usage("a", at(1000, 600, 1400))).hasValue(0.25);
  }

  @Test
  void usage_withinAShortWindow_isUnchanged() {
    deltas.usage("a", at(0, 0, 0));
    deltas.usage("a", at(1000, 100, 400));

    assertThat(deltas.usage("a", at(1100, 200, 401))).hasValue(0.25);
    assertThat(deltas.usage("a", at(2000, 300, 800))).hasValue(0.5);
  }

  @Test
  void usage_afterARestart_isUnknown() {
    deltas.usage("a", at(0, 500, 1000));

    assertThat(deltas.usage("a", at(1000, 10, 2000))).isEmpty();
    assertThat(deltas.usage("a", at(2000, 260, 3000))).hasValue(0.25);
  }

  @Test
  void retain_forgetsTheOthers() {
    deltas.usage("a", at(0, 0, 0));
    deltas.usage("b", at(0, 0, 0));

    deltas.retain(List.of("b"));

    assertThat(deltas.hasSample("a")).isFalse();
    assertThat(deltas.hasSample("b")).isTrue();
  }

  private static ContainerStats at(long millis, long cpu, long system) {
    return new ContainerStats(Instant.EPOCH.plusMillis(millis), cpu, system, 0);
  }
}
