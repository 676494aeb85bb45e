package rollcall.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static rollcall.agent.docker.TestDocker.docker;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rollcall.agent.docker.TestDocker;
import rollcall.api.container.State;
import rollcall.api.json.Json;
import rollcall.api.node.Heartbeat;

/** Periodic reports, and a server that was unavailable. */
class ReconciliationEngineTest {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofSeconds(60);

  private static TestDocker docker;
  private TestAgent agent;

  @BeforeAll
  static void startDocker() {
    docker = new TestDocker();
  }

  @AfterAll
  static void stopDocker() {
    docker.close();
  }

  @BeforeEach
  void start() {
    agent = new TestAgent(Optional.empty(), EVERY);
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  @Test
  void nothingChanged_heartbeatsWithMeasurementsOnly() {
    String id = docker.runCommand(List.of(), "sh", "-c", "while :; do :; done");
    agent.soon(id, report -> report.state() == State.RUNNING);

    // Other containers of the engine may come and go meanwhile.
    TestAgent.await(SOON, "three heartbeats in turn", () -> endsWithHeartbeats(3));

    // The engine decides how soon a new container has measurements.
    TestAgent.await(
        SOON,
        "measurements in a heartbeat",
        () ->
            lastHeartbeat()
                .map(heartbeat -> heartbeat.usage().get(id))
                .filter(this::isMeasured)
                .isPresent());
  }

  private boolean isMeasured(Heartbeat.Usage usage) {
    return usage.cpuUsage() > 0 && usage.memoryUsage() > 0;
  }

  private Optional<Heartbeat> lastHeartbeat() {
    String last = agent.server.requests().get(agent.server.requests().size() - 1);
    return last.startsWith("POST /api/nodes/node-1/heartbeat {")
        ? Optional.of(Json.read(last.substring(last.indexOf('{')), Heartbeat.class))
        : Optional.empty();
  }

  @Test
  void serverHasAnotherList_getsTheList() {
    int before = agent.server.lists().size();

    agent.server.conflict();

    TestAgent.await(SOON, "a list", () -> agent.server.lists().size() > before);
  }

  @Test
  void serverUnavailable_receivesMissedEndsLater() throws Exception {
    String there = docker.run();
    agent.soon(there, report -> report.state() == State.RUNNING);
    agent.server.status(503);

    String brief = docker.runCommand(List.of("--rm"), "sh", "-c", "exit 3");
    String longer = docker.runCommand(List.of("--rm"), "sh", "-c", "sleep 1; exit 4");
    String stays = docker.run();
    docker("rm", "--force", there);
    Thread.sleep(3000);
    agent.server.status(200);

    TestAgent.await(
        SOON,
        "the list after the outage",
        () -> agent.known(stays).isPresent() && agent.known(there).isEmpty());
    assertThat(agent.departed(brief)).extracting("exitCode").containsExactly(3);
    assertThat(agent.departed(longer)).extracting("exitCode").containsExactly(4);
    assertThat(agent.departed(there)).extracting("exitCode").containsExactly(137);

    // Later lists do not repeat the departed containers.
    String next = docker.run();
    agent.soon(next, report -> report.state() == State.RUNNING);
    assertThat(agent.known().departed()).isEmpty();
  }

  @Test
  void restartedAgent_reportsEndsThatItMissed() {
    String id = docker.runCommand(List.of("--rm"), "sh", "-c", "sleep 1; exit 5");
    agent.soon(id, report -> report.state() == State.RUNNING);
    agent.close();
    TestAgent.await(SOON, "its end", () -> !docker("ps", "--all", "--no-trunc").contains(id));

    agent = new TestAgent(Optional.empty(), EVERY);

    assertThat(agent.endOf(id).exitCode()).isEqualTo(5);
  }

  @Test
  void stop_sendsGoodbye_quickly() {
    long start = System.nanoTime();
    agent.stop();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    assertThat(agent.server.requests().get(agent.server.requests().size() - 1))
        .startsWith("POST /api/nodes/node-1/goodbye ");
  }

  private boolean endsWithHeartbeats(int count) {
    List<String> requests = List.copyOf(agent.server.requests());
    return requests.size() > count
        && requests.subList(requests.size() - count, requests.size()).stream()
            .allMatch(request -> request.startsWith("POST /api/nodes/node-1/heartbeat "));
  }
}
