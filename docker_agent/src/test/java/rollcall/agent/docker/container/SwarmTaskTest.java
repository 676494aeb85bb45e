package rollcall.agent.docker.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SwarmTaskTest {
  private static final String TASK = "w4hpsd2ycs2p4gyyzyyzf1hb4";

  @Test
  void of_replicatedService_hasASlot() {
    assertThat(SwarmTask.of(labels("rollcall_server", "rollcall_server.12." + TASK)))
        .isEqualTo(new SwarmTask("rollcall_server", TASK, 12));
  }

  @Test
  void of_globalService_hasNone() {
    assertThat(SwarmTask.of(labels("agent", "agent.q0pwtqxanb7k0ntyjb8fq1ttk." + TASK)))
        .isEqualTo(new SwarmTask("agent", TASK, null));
    assertThat(SwarmTask.of(labels("agent", "agent.1234567890123456789012345." + TASK)).slot())
        .isNull();
  }

  @Test
  void of_serviceNameWithDots_hasItsSlot() {
    assertThat(SwarmTask.of(labels("web.v2", "web.v2.3." + TASK)).slot()).isEqualTo(3);
  }

  @Test
  void of_strangeNames_haveNoSlot() {
    assertThat(SwarmTask.of(labels("web", "web." + TASK)).slot()).isNull();
    assertThat(SwarmTask.of(labels("web", "other.1." + TASK)).slot()).isNull();
    assertThat(SwarmTask.of(labels("web", "web.0." + TASK)).slot()).isNull();
  }

  @Test
  void of_plainContainer_isNoTask() {
    assertThat(SwarmTask.of(Map.of())).isEqualTo(new SwarmTask(null, null, null));
  }

  private static Map<String, String> labels(String service, String name) {
    return Map.of(
        "com.docker.swarm.service.name", service,
        "com.docker.swarm.task.id", TASK,
        "com.docker.swarm.task.name", name);
  }
}
