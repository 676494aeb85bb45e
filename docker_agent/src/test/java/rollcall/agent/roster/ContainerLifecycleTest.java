package rollcall.agent.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import rollcall.agent.docker.event.ContainerEvent;
import rollcall.api.container.Report;
import rollcall.api.container.State;
import rollcall.api.json.Json;

class ContainerLifecycleTest {
  @Test
  void endOf_died_hasTimeAndExitCode() {
    Report end = lifecycle("create", "start", "die").finalReport(report("running"));

    assertThat(end.state()).isEqualTo(State.EXITED);
    assertThat(end.exitCode()).isEqualTo(3);
    assertThat(end.oomKilled()).isFalse();
    assertThat(end.started()).isEqualTo(Instant.ofEpochSecond(2));
    assertThat(end.finished()).isEqualTo(Instant.ofEpochSecond(3));
    assertThat(end.memoryUsage()).isZero();
    assertThat(end.name()).isEqualTo("web");
  }

  @Test
  void endOf_oom_isOomKilled() {
    assertThat(lifecycle("start", "oom", "die").finalReport(report("running")).oomKilled())
        .isTrue();
  }

  @Test
  void endOf_restarted_hasNoFormerEnd() {
    Report end = lifecycle("oom", "die", "start").finalReport(report("running"));

    assertThat(end.state()).isEqualTo(State.EXITED);
    assertThat(end.exitCode()).isNull();
    assertThat(end.oomKilled()).isNull();
  }

  @Test
  void endOf_withoutEvents_runningIsExited_othersAreUnchanged() {
    assertThat(ContainerLifecycle.UNKNOWN.finalReport(report("paused")).state())
        .isEqualTo(State.EXITED);
    assertThat(ContainerLifecycle.UNKNOWN.finalReport(report("created")).state())
        .isEqualTo(State.CREATED);
    assertThat(ContainerLifecycle.UNKNOWN.finalReport(report("dead")).exitCode()).isEqualTo(7);
  }

  @Test
  void isReportable_requiresCreationOrEnd() {
    assertThat(lifecycle("destroy").isReportable()).isFalse();
    assertThat(lifecycle("create", "destroy").isReportable()).isTrue();
    assertThat(lifecycle("die", "destroy").isReportable()).isTrue();
  }

  private static ContainerLifecycle lifecycle(String... actions) {
    ContainerLifecycle lifecycle = ContainerLifecycle.UNKNOWN;
    long second = 0;
    for (String action : actions) {
      second++;
      Map<String, String> attributes =
          action.equals("die") ? Map.of("exitCode", "3") : Map.<String, String>of();
      lifecycle =
          lifecycle.then(new ContainerEvent("4f2a", action, second * 1_000_000_000, attributes));
    }
    return lifecycle;
  }

  private static Report report(String state) {
    return Json.read(
        """
        {"id": "4f2a", "name": "web", "image": "nginx:1", "timestamp": "2026-11-20T21:29:23Z",
         "memory_usage": 12.5, "cpu_usage": 0.25, "exit_code": 7, "state": "%s"}
        """
            .formatted(state),
        Report.class);
  }
}
