package rollcall.e2e.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rollcall.api.container.Report;
import rollcall.api.json.Json;
import rollcall.api.node.Node;
import rollcall.e2e.Http;
import rollcall.e2e.Repository;
import rollcall.e2e.Sha256;
import rollcall.e2e.machine.Machine;

/**
 * Callers prove who they are; the agents' key is exchanged as docs/OPERATIONS.md has it, and no
 * node falls silent.
 */
@Tag("swarm")
class AccessTest {
  private static final String KEY = "rollcall_agent_key";
  private static final String OTHER_KEY = "rollcall_agent_key_2";

  @RegisterExtension static final Swarm SWARM = new Swarm();

  @Test
  void unsignedReport_isRefusedWithAdvice_onBothPorts() {
    Report report =
        Report.basic(Sha256.hex("unsigned"), "unsigned", "lab", java.time.Instant.now(), 1.5, 0.25);
    for (Machine machine : Swarm.NODES) {
      Http.Reply refusal = Swarm.http(machine).post("/api/reports", Json.write(report)).is(401);
      assertThat(refusal.text("type")).isEqualTo("urn:rollcall:problem:unauthorized");
      assertThat(refusal.text("advice")).contains("X-Rollcall-Statement");
    }
  }

  /** The container asks and tells by itself: rogue.sh has what. */
  @Test
  void container_registersItself_andNoOther() throws IOException {
    String other = Swarm.CLIENT.ok("docker ps -q --no-trunc --filter name=rollcall_agent");
    String rogue =
        Files.readString(Repository.file("e2e/src/test/resources/rollcall/e2e/swarm/rogue.sh"));
    String told =
        Swarm.CLIENT.run("docker run -i --rm --entrypoint bash app_client -s " + other, rogue).ok();
    assertThat(told.lines())
        .containsExactly(
            "other: 403",
            "all: 403",
            "as-other: 403",
            "embellished: 403",
            "node: 403",
            "itself: 201",
            "again: 200");
  }

  @Test
  void agentsKey_isExchanged_andNoNodeFallsSilent() throws IOException {
    exchange(KEY, OTHER_KEY);
    Swarm.CLIENT.ok("docker run --rm app_client post");
    Swarm.SERVER.ok("docker secret rm " + KEY);
    exchange(OTHER_KEY, KEY); // another key under the first one's name
    Swarm.CLIENT.ok("docker run --rm app_client post");
    Swarm.SERVER.ok("docker secret rm " + OTHER_KEY);
  }

  private static void exchange(String key, String other) throws IOException {
    String commands =
        "set -e; key=%s new=%s%n".formatted(key, other)
            + "head -c 32 /dev/urandom | base64 | docker secret create $new - >/dev/null\n"
            + commandsOfThePage();
    Swarm.SERVER.ok(commands);
    Swarm.awaitWhole();
    List<Node> silent =
        Swarm.api(Swarm.SERVER).nodes().value().nodes().stream()
            .filter(node -> node.staleSince() != null)
            .toList();
    assertThat(silent).isEmpty();
  }

  /** From the first update of the servers to the line before the old secret is removed. */
  private static String commandsOfThePage() throws IOException {
    List<String> page = Files.readAllLines(Repository.file("docs/OPERATIONS.md"));
    int from = page.indexOf("docker service update rollcall_server --secret-rm $key \\");
    List<String> rest = page.subList(from, page.size());
    int to = 0;
    while (!rest.get(to).startsWith("docker secret rm")) {
      to++;
    }
    return String.join("\n", rest.subList(0, to));
  }
}
