package rollcall.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static rollcall.agent.docker.TestDocker.docker;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.agent.docker.TestDocker;
import rollcall.api.container.Report;
import rollcall.api.container.State;

/** A container whose inspection hangs, as if the engine never released its lock. */
class HangingInspectionEngineTest {
  @Test
  void oneHangs_itIsReportedAsLastKnown_andTheOthersAsTheyAre(@TempDir Path dir) throws Exception {
    try (TestDocker containers = new TestDocker();
        EngineProxy proxy = new EngineProxy(dir.resolve("docker.sock"))) {
      String stuck = containers.run();
      String other = containers.run();
      try (TestAgent agent = new TestAgent(proxy.dockerHost(), Duration.ofSeconds(1))) {
        assertThat(agent.known(stuck)).isPresent();
        proxy.hang("/containers/" + stuck + "/json");
        docker("rename", stuck, "renamed-" + stuck.substring(0, 12));

        docker("pause", other);
        TestAgent.await(
            Duration.ofSeconds(3),
            "the other container's pause",
            () -> agent.known(other).filter(r -> r.state() == State.PAUSED).isPresent());
        int before = agent.server.requests().size();
        TestAgent.await(
            Duration.ofSeconds(8),
            "heartbeats",
            () -> agent.server.requests().size() >= before + 3);
        docker("unpause", other);
        agent.soon(other, report -> report.state() == State.RUNNING);

        assertThat(agent.known(stuck)).map(Report::state).contains(State.RUNNING);
        assertThat(agent.departed(stuck)).isEmpty();

        proxy.hang("nothing");
        docker("pause", stuck);
        agent.soon(stuck, report -> report.state() == State.PAUSED);
      }
    }
  }
}
