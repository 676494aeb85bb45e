package rollcall.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.api.Problem;
import rollcall.api.json.Json;

/** Two agents that report for one node: the answer to the former says what may be the cause. */
class SupersededTest {
  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<String> list(String node, String engine, String run) {
    return server.put(
        "/api/nodes/" + node + "/containers",
        """
        {"timestamp": "2026-11-20T21:29:23Z", "agent_version": "0.1.0", "containers": [],
         "engine_id": %s, "run": "%s", "sequence": 1}
        """
            .formatted(engine == null ? "null" : "\"" + engine + "\"", run));
  }

  private static Problem refused(String node, String engine) {
    assertThat(list(node, engine, node + "-first").statusCode()).isEqualTo(200);
    assertThat(list(node, engine, node + "-second").statusCode()).isEqualTo(200);
    HttpResponse<String> again = list(node, engine, node + "-first");
    assertThat(again.statusCode()).isEqualTo(409);
    Problem problem = Json.read(again.body(), Problem.class);
    assertThat(problem.type()).isEqualTo(Problem.SUPERSEDED);
    return problem;
  }

  @Test
  void withAnEngineId_itMayBeACopiedMachine() {
    assertThat(refused("n1", "ENGINE:ID").advice()).startsWith("If this machine is a copy,");
  }

  @Test
  void withoutOne_itMayBeAnotherMachineOfTheName() {
    assertThat(refused("n2", null).detail()).contains("for a node of this name");
    assertThat(list("n2", null, "n2-first").body())
        .contains("set ROLLCALL_NODE on one")
        .doesNotContain("engine-id");
  }
}
