package rollcall.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static rollcall.agent.docker.TestDocker.docker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rollcall.agent.docker.TestDocker;
import rollcall.api.container.Health;
import rollcall.api.container.Report;
import rollcall.api.container.State;

/** Changes at a real engine arrive at the server within a second. */
class AgentEngineTest {
  // So long that only events cause reports.
  private static final Duration EVERY = Duration.ofMinutes(10);

  private static TestDocker docker;
  private static TestAgent agent;

  @BeforeAll
  static void start() {
    docker = new TestDocker();
    agent = new TestAgent(Optional.empty(), EVERY);
  }

  @AfterAll
  static void stop() {
    agent.close();
    docker.close();
  }

  @Test
  void run_stop_start_rm() {
    String id = docker.run("--stop-signal", "KILL");
    Report running = agent.soon(id, is(State.RUNNING));
    assertThat(running.node()).isEqualTo("node-1");
    assertThat(running.started()).isNotNull();

    docker("stop", id);
    Report stopped = agent.soon(id, is(State.EXITED));
    assertThat(stopped.exitCode()).isEqualTo(137);
    assertThat(stopped.oomKilled()).isFalse();
    assertThat(stopped.finished()).isAfter(running.started());

    docker("start", id);
    Report again = agent.soon(id, is(State.RUNNING));
    assertThat(again.exitCode()).isNull();

    docker("rm", "--force", id);
    Report gone = agent.endOf(id);
    assertThat(gone.exitCode()).isEqualTo(137);
    assertThat(gone.started()).isAfter(stopped.finished());
    assertThat(gone.image()).isEqualTo(docker.image());
    assertThat(gone.imageDigest()).startsWith("sha256:");
  }

  @Test
  void kill_thenRm_isNotReportedAsDepartedAgain() {
    String id = docker.run();
    agent.soon(id, is(State.RUNNING));

    docker("kill", id);
    assertThat(agent.soon(id, is(State.EXITED)).exitCode()).isEqualTo(137);

    docker("rm", id);
    agent.goneSoon(id);
    assertThat(agent.departed(id)).isEmpty();
  }

  @Test
  void pause_unpause_rename() {
    String id = docker.run();
    docker("pause", id);
    agent.soon(id, is(State.PAUSED));

    docker("unpause", id);
    agent.soon(id, is(State.RUNNING));

    String name = "renamed-" + id.substring(0, 12);
    docker("rename", id, name);
    agent.soon(id, report -> report.name().equals(name));
  }

  @Test
  void outOfMemory() {
    String id = outOfMemory(List.of());
    // On a busy machine the engine may see the exit before the OOM event, and then never reports
    // OOM.
    for (int i = 0; i < 5 && !isOomKilled(id); i++) {
      id = outOfMemory(List.of());
    }

    Report killed = agent.soon(id, is(State.EXITED));
    assertThat(killed.exitCode()).isEqualTo(137);
    assertThat(killed.oomKilled()).isTrue();
  }

  @Test
  void outOfMemory_withRm_isReportedFromEvents() {
    Report killed = agent.endOf(outOfMemory(List.of("--rm")));
    for (int i = 0; i < 5 && !Boolean.TRUE.equals(killed.oomKilled()); i++) {
      killed = agent.endOf(outOfMemory(List.of("--rm")));
    }

    assertThat(killed.exitCode()).isEqualTo(137);
    assertThat(killed.oomKilled()).isTrue();
  }

  private static String outOfMemory(List<String> options) {
    // Debian 13's runc itself needs 14 MB of it at the start.
    List<String> all = new ArrayList<>(List.of("--memory", "32m", "--memory-swap", "32m"));
    all.addAll(options);
    String id = docker.runCommand(all, "sh", "-c", "busybox head -c 128m /dev/zero | busybox tail");
    if (options.isEmpty()) {
      docker("wait", id);
    }
    return id;
  }

  private static boolean isOomKilled(String id) {
    return docker("inspect", "--format", "{{.State.OOMKilled}}", id).contains("true");
  }

  @Test
  void failingHealthCheck() {
    String id =
        docker.run("--health-cmd", "false", "--health-interval", "500ms", "--health-retries", "2");
    assertThat(agent.soon(id, is(State.RUNNING)).health()).isEqualTo(Health.STARTING);

    TestAgent.await(
        Duration.ofSeconds(60),
        "an unhealthy container",
        () -> docker("inspect", "--format", "{{.State.Health.Status}}", id).contains("unhealthy"));

    agent.soon(id, report -> report.health() == Health.UNHEALTHY);
  }

  @Test
  void shortRunWithRm_isReportedAsDeparted() {
    String id =
        docker.runCommand(
            List.of("--rm", "--name", "brief", "--label", "team=blue"),
            "sh",
            "-c",
            "sleep 0.2; exit 3");

    Report gone = agent.endOf(id);

    assertThat(gone.name()).isEqualTo("brief");
    assertThat(gone.image()).isEqualTo(docker.image());
    assertThat(gone.labels()).containsEntry("team", "blue");
    assertThat(gone.exitCode()).isEqualTo(3);
    assertThat(gone.oomKilled()).isFalse();
    assertThat(gone.finished()).isAfter(gone.started());
    assertThat(agent.departed(id)).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void amongFiftyContainers_aNewOneIsReportedWithinASecond() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      ids.add(docker.run("--network", "none"));
    }

    for (int i = 0; i < 5; i++) {
      String id = docker.run("--network", "none");
      agent.soon(id, is(State.RUNNING));
      docker("kill", id);
      agent.soon(id, is(State.EXITED));
    }
    assertThat(agent.known().containers()).extracting(Report::id).containsAll(ids);
  }

  @Test
  void getMetrics_countsEventsAndReports() {
    String id = docker.run();
    agent.soon(id, is(State.RUNNING));

    assertThat(agent.get("/metrics").lines())
        .anyMatch(line -> line.matches("rollcall_agent_containers\\{state=\"running\"} [1-9].*"))
        .anyMatch(line -> line.matches("rollcall_agent_events_total\\{action=\"start\"} [1-9].*"))
        .anyMatch(line -> line.matches("rollcall_agent_inspect_seconds_count [1-9].*"))
        .anyMatch(
            line ->
                line.matches(
                    "rollcall_agent_reports_total\\{kind=\"list\",result=\"sent\"} [1-9].*"));
  }

  private static java.util.function.Predicate<Report> is(State state) {
    return report -> report.state() == state;
  }
}
