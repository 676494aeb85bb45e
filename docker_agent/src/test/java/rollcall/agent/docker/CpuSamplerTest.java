package rollcall.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpuSamplerTest {
  private final CpuSampler sampler = new CpuSampler();

  @Test
  void usage_firstSampleTellsNothingYet() {
    assertThat(sampler.usage("a", at(0, 500, 1000))).isEmpty();
    assertThat(sampler.knows("a")).isTrue();
  }

  @Test
  void usage_isCpuDeltaOverSystemDelta() {
    sampler.usage("a", at(0, 500, 1000));

    assertThat(sampler.usage("a", at(1000, 600, 1400))).hasValue(0.25);
  }

  @Test
  void usage_withinAShortWindow_staysWhatItWas() {
    sampler.usage("a", at(0, 0, 0));
    sampler.usage("a", at(1000, 100, 400));

    assertThat(sampler.usage("a", at(1100, 200, 401))).hasValue(0.25);
    assertThat(sampler.usage("a", at(2000, 300, 800))).hasValue(0.5);
  }

  @Test
  void usage_afterARestart_beginsAnew() {
    sampler.usage("a", at(0, 500, 1000));

    assertThat(sampler.usage("a", at(1000, 10, 2000))).isEmpty();
    assertThat(sampler.usage("a", at(2000, 260, 3000))).hasValue(0.25);
  }

  @Test
  void retain_forgetsTheOthers() {
    sampler.usage("a", at(0, 0, 0));
    sampler.usage("b", at(0, 0, 0));

    sampler.retain(List.of("b"));

    assertThat(sampler.knows("a")).isFalse();
    assertThat(sampler.knows("b")).isTrue();
  }

  private static ContainerStats at(long millis, long cpu, long system) {
    return new ContainerStats(Instant.EPOCH.plusMillis(millis), cpu, system, 0);
  }
}
