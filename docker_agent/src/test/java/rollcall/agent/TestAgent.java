package rollcall.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import rollcall.agent.http.HttpConfig;
import rollcall.api.container.Report;
import rollcall.api.container.State;
import rollcall.api.node.NodeReport;
import rollcall.common.AllowedHosts;

/** An agent with a real engine and a fake server. */
final class TestAgent implements AutoCloseable {
  /** Long enough for a busy machine, and far less than the rounds of the tests that use events. */
  private static final Duration SOON = Duration.ofSeconds(60);

  final TestRollcall server = new TestRollcall();
  private final Agent agent;

  TestAgent(Optional<String> dockerHost, Duration every) {
    try {
      agent =
          Agent.start(
              new Config(
                  new HttpConfig(
                      "127.0.0.1",
                      0,
                      AllowedHosts.of("127.0.0.1", ""),
                      Optional.empty(),
                      Optional.empty()),
                  Optional.of("node-1"),
                  URI.create(server.url()),
                  every,
                  Optional.empty(),
                  Optional.empty(),
                  dockerHost),
              Clock.systemUTC());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    await(SOON, "a first list", () -> !server.lists().isEmpty());
  }

  /** The last list that the server received. */
  NodeReport known() {
    List<NodeReport> lists = server.lists();
    return lists.get(lists.size() - 1);
  }

  Optional<Report> known(String id) {
    return known().containers().stream().filter(report -> report.id().equals(id)).findFirst();
  }

  /**
   * Waits until the server has such a report, with a limit well before the next round. RosterTest
   * of e2e measures the actual delay on an idle machine.
   */
  Report soon(String id, Predicate<Report> what) {
    await(
        SOON,
        "container " + id + ", last known as " + known(id),
        () -> known(id).filter(what).isPresent());
    return known(id).orElseThrow();
  }

  void goneSoon(String id) {
    await(SOON, "the end of " + id, () -> known(id).isEmpty());
  }

  /** All reports of a container among the departed ones. */
  List<Report> departed(String id) {
    return server.lists().stream()
        .flatMap(list -> list.departed().stream())
        .filter(report -> report.id().equals(id))
        .toList();
  }

  /**
   * Waits for a container's removal and returns its final report. If the agent inspected it between
   * end and removal, that is among the containers, else among the departed ones.
   */
  Report endOf(String id) {
    await(SOON, "the end of " + id, () -> known(id).isEmpty() && lastEnd(id).isPresent());
    return lastEnd(id).orElseThrow();
  }

  private Optional<Report> lastEnd(String id) {
    return server.lists().stream()
        .flatMap(list -> Stream.concat(list.containers().stream(), list.departed().stream()))
        .filter(report -> report.id().equals(id) && report.state() == State.EXITED)
        .reduce((earlier, later) -> later);
  }

  String get(String path) {
    try {
      HttpResponse<String> response =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create("http://127.0.0.1:" + agent.address().getPort() + path))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
      return response.body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static void await(Duration limit, String what, java.util.concurrent.Callable<Boolean> condition) {
    try {
      Awaitility.await().atMost(limit).pollInterval(Duration.ofMillis(10)).until(condition);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("not within " + limit.toMillis() + " ms: " + what, e);
    }
  }

  void stop() {
    agent.close();
  }

  @Override
  public void close() {
    agent.close();
    server.close();
  }
}
