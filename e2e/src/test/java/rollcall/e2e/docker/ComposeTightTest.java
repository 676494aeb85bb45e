package rollcall.e2e.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** compose.yml's containers can do no more than they need. */
@Tag("docker")
class ComposeTightTest {
  @RegisterExtension static final Compose compose = Compose.onHighPorts();

  @BeforeAll
  static void start() {
    compose.start(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"balancer", "web", "server", "database"})
  void service_onceStarted_canDoNoMoreThanItNeeds(String service) {
    assertThat(compose.containers(service))
        .hasSize(service.equals("server") ? 3 : 1)
        .allSatisfy(ComposeTightTest::isTight);
  }

  private static void isTight(String id) {
    String process = compose.docker("exec", id, "cat", "/proc/1/status").ok();
    assertThat(process)
        .doesNotContainPattern("Uid:\\s+0\\s")
        .containsPattern("Uid:\\s+\\d")
        .containsPattern("CapEff:\\s+0{16}\\n")
        .containsPattern("NoNewPrivs:\\s+1\\n");
    assertThat(compose.docker("exec", "--user", "0", id, "touch", "/x").run().exitCode())
        .as("writing to its own files as root")
        .isNotZero();
    assertThat(Long.parseLong(compose.inspect(id, "{{.HostConfig.Memory}}"))).isPositive();
    assertThat(Long.parseLong(compose.inspect(id, "{{.HostConfig.PidsLimit}}"))).isPositive();
  }
}
