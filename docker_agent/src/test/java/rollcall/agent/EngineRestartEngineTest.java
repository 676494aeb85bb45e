package rollcall.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.agent.docker.TestDocker;
import rollcall.api.container.Report;
import rollcall.api.container.State;

/** Stops, kills and restarts a private engine while an agent runs. */
class EngineRestartEngineTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path dir;

  @Test
  void engineRestarted_listHasNoRemovedOrDuplicateContainers() throws Exception {
    try (TestDocker docker = new TestDocker();
        PrivateEngine engine = new PrivateEngine(dir)) {
      engine.load(docker.image());
      try (TestAgent agent = new TestAgent(engine.dockerHost(), Duration.ofMinutes(10))) {
        String kept = run(engine, docker, "--restart", "always");
        String stopped = run(engine, docker);
        String gone = run(engine, docker, "--rm");
        agent.soon(gone, is(State.RUNNING));

        engine.stop();
        engine.start();
        awaitEngineList(agent, engine);

        assertThat(agent.known(kept)).map(Report::state).contains(State.RUNNING);
        assertThat(agent.known(stopped)).map(Report::state).contains(State.EXITED);
        assertThat(agent.endOf(gone).exitCode()).isEqualTo(137);
        assertThat(agent.departed(kept)).isEmpty();

        engine.kill();
        engine.start();
        awaitEngineList(agent, engine);

        // The agent follows its events again.
        String later = run(engine, docker);
        agent.soon(later, is(State.RUNNING));
        engine.docker("rm", "--force", later);
        assertThat(agent.endOf(later).exitCode()).isEqualTo(137);
      }
    }
  }

  /** Waits until the server's list equals the engine's. */
  private static void awaitEngineList(TestAgent agent, PrivateEngine engine) {
    TestAgent.await(SOON, "the engine's own list", () -> listed(agent).equals(psOf(engine)));
  }

  private static List<String> listed(TestAgent agent) {
    return agent.known().containers().stream()
        .map(report -> report.id() + " " + report.state().wireName())
        .sorted()
        .toList();
  }

  private static List<String> psOf(PrivateEngine engine) {
    return engine
        .docker("ps", "--all", "--no-trunc", "--format", "{{.ID}} {{.State}}")
        .lines()
        .sorted()
        .toList();
  }

  private static String run(PrivateEngine engine, TestDocker docker, String... options) {
    List<String> command =
        new java.util.ArrayList<>(
            List.of("run", "--detach", "--network", "none", "--stop-timeout", "1"));
    command.addAll(List.of(options));
    command.addAll(List.of(docker.image(), "sleep", "600"));
    return engine.docker(command.toArray(String[]::new));
  }

  private static java.util.function.Predicate<Report> is(State state) {
    return report -> report.state() == state;
  }
}
