package rollcall.agent.docker.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.api.container.Report;
import rollcall.api.container.State;

class ContainerEventTest {
  private static final String DIE =
      """
      {"status":"die","id":"4f2a","from":"nginx:1","Type":"container","Action":"die",
       "Actor":{"ID":"4f2a","Attributes":{"exitCode":"3","image":"nginx:1","name":"web.2.t1",
         "execDuration":"1","team":"blue","com.docker.swarm.service.name":"web",
         "com.docker.swarm.task.id":"t1","com.docker.swarm.task.name":"web.2.t1"}},
       "scope":"local","time":1763676563,"timeNano":1763676563123456789}
      """;

  @Test
  void parse_die_hasItsExitCode() {
    ContainerEvent event = ContainerEvent.parse(DIE).orElseThrow();

    assertThat(event.id()).isEqualTo("4f2a");
    assertThat(event.action()).isEqualTo("die");
    assertThat(event.exitCode()).isEqualTo(3);
    assertThat(event.time()).isEqualTo(Instant.parse("2025-11-20T22:09:23.123456789Z"));
  }

  @Test
  void parse_health_dropsTheStatus() {
    assertThat(ContainerEvent.parse(DIE.replace("\"die\"", "\"health_status: unhealthy\"")))
        .map(ContainerEvent::action)
        .contains("health_status");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"Type\":\"container\",\"Action\":\"die\",\"Actor\":7,\"timeNano\":1}",
        "{\"Type\":\"container\",\"Action\":\"die\",\"Actor\":{\"ID\":\"a\"},\"timeNano\":\"x\"}",
        "{\"Type\":\"network\",\"Action\":\"destroy\",\"Actor\":{\"ID\":\"a\"},\"timeNano\":1}",
        "{\"Type\":\"container\",\"Action\":\"exec_die\",\"Actor\":{\"ID\":\"a\"},\"timeNano\":1}",
        "{\"Type\":\"container\",\"Action\":\"die\",\"timeNano\":1}"
      })
  void parse_somethingElse_isNoEvent(String json) {
    assertThat(ContainerEvent.parse(json)).isEmpty();
  }

  @Test
  void parse_podmansActions() {
    String event =
        "{\"Type\":\"container\",\"Action\":\"%s\",\"timeNano\":1796013114364519383,\"Actor\":{\"ID\":"
            + "\"4f2a\",\"Attributes\":{\"containerExitCode\":\"3\",\"podId\":\"\",\"image\":\"\"}}}";

    ContainerEvent died = ContainerEvent.parse(event.formatted("died")).orElseThrow();
    assertThat(died.action()).isEqualTo("die");
    assertThat(died.exitCode()).isEqualTo(3);
    assertThat(died.report("n").labels()).isEmpty();
    assertThat(died.report("n").image()).isEqualTo("(unknown)");
    assertThat(ContainerEvent.parse(event.formatted("remove")).orElseThrow().action())
        .isEqualTo("destroy");
  }

  @Test
  void exitCode_invalid_isAbsent() {
    assertThat(new ContainerEvent("a", "die", 1, Map.of("exitCode", "")).exitCode()).isNull();
    assertThat(new ContainerEvent("a", "die", 1, Map.of()).exitCode()).isNull();
  }

  @Test
  void report_hasTheEventsData() {
    Report report = ContainerEvent.parse(DIE).orElseThrow().report("node-1");

    assertThat(report.name()).isEqualTo("web.2.t1");
    assertThat(report.image()).isEqualTo("nginx:1");
    assertThat(report.node()).isEqualTo("node-1");
    assertThat(report.service()).isEqualTo("web");
    assertThat(report.task()).isEqualTo("t1");
    assertThat(report.slot()).isEqualTo(2);
    assertThat(report.state()).isEqualTo(State.CREATED);
    assertThat(report.labels())
        .containsOnlyKeys(
            "team",
            "com.docker.swarm.service.name",
            "com.docker.swarm.task.id",
            "com.docker.swarm.task.name");
  }
}
