package rollcall.e2e.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rollcall.e2e.machine.Machine;

/** All three replicas answer on each machine's port, in turn, and are one. */
@Tag("swarm")
class ReplicasTest {
  @RegisterExtension static final Swarm SWARM = new Swarm();

  static Iterable<Machine> machines() {
    return Swarm.NODES;
  }

  @ParameterizedTest
  @MethodSource("machines")
  void newConnections_areDealtToAllInTurn(Machine machine) {
    Map<String, Integer> counts = Swarm.answering(machine, 12);
    assertThat(counts).hasSize(3);
    // Four each, but for the agents' own requests in between.
    assertThat(counts.values())
        .allMatch(count -> count >= 3 && count <= 5, "three to five of twelve");
  }

  @Test
  void reportThroughOne_isKnownToEach() {
    Swarm.post(Swarm.CLIENT, "in-turn");
    Swarm.knownToAll("in-turn", 3);
  }
}
