package rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeSilenceTest {
  private static final Duration LEASE = Duration.ofSeconds(30);

  private long nanos = 5;
  private final NodeSilence silence = new NodeSilence(() -> nanos);

  private void pass(int seconds, Map<String, String> beats) {
    for (int i = 0; i < seconds; i++) {
      nanos += Duration.ofSeconds(1).toNanos();
      silence.update(beats);
    }
  }

  @Test
  void aNodeWithoutAMessageForALease_isSilent() {
    for (int i = 0; i < 4; i++) {
      pass(9, Map.of("dead", "1", "alive", "beat " + i));
    }

    assertThat(silence.forAtLeast(LEASE)).containsExactly(Map.entry("dead", "1"));
    assertThat(silence.forAtLeast(LEASE.plusSeconds(10))).isEmpty();
  }

  @Test
  void timeWithoutADatabase_doesNotCount() {
    pass(20, Map.of("n1", "1"));
    nanos += Duration.ofSeconds(45).toNanos();
    pass(29, Map.of("n1", "1"));
    assertThat(silence.forAtLeast(LEASE)).isEmpty();

    pass(2, Map.of("n1", "1"));
    assertThat(silence.forAtLeast(LEASE)).containsKey("n1");
  }

  @Test
  void timeWithoutWrites_doesNotCount() {
    for (int i = 0; i < 20; i++) {
      pass(5, Map.of("n1", "1"));
      silence.interrupted();
      assertThat(silence.forAtLeast(Duration.ofSeconds(1))).isEmpty();
    }
    pass(30, Map.of("n1", "1"));
    assertThat(silence.forAtLeast(LEASE)).isEmpty();
    assertThat(silence.wasReceivingFor(LEASE)).isFalse();
  }

  @Test
  void aForgottenNodeThatComesBack_isNew() {
    pass(40, Map.of("n1", "1"));
    pass(1, Map.of());
    pass(1, Map.of("n1", "1"));

    assertThat(silence.forAtLeast(LEASE)).isEmpty();
    assertThat(silence.wasReceivingFor(LEASE)).isTrue();
  }
}
