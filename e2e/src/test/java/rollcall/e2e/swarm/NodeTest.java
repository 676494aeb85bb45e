package rollcall.e2e.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rollcall.api.node.Node;

/**
 * A node is drained, or lost, and comes back: the roll call tells each, and the other node's port
 * serves on.
 */
@Tag("swarm")
class NodeTest {
  @RegisterExtension static final Swarm SWARM = new Swarm();

  @AfterEach
  void active() {
    Swarm.SERVER.ok("docker node update --availability active client");
    Swarm.awaitWhole();
  }

  @Test
  void drained_isTold_andItsAgentComesBackWithIt() {
    try (Load load = Load.start()) {
      Swarm.SERVER.ok("docker node update --availability drain client");
      Swarm.eventually(
          "the node is told to be drained", () -> "drain".equals(client().availability()));
      Swarm.eventually("its agent has said goodbye", () -> client().leftAt() != null);
      assertThat(client().staleSince()).isNull();
      Doctor.awaitBad("agent", "docker node update --availability active client", Swarm.SERVER);

      Swarm.SERVER.ok("docker node update --availability active client");
      Swarm.eventually("its agent reports again", () -> client().leftAt() == null);
      Swarm.awaitWhole();
      load.stop(0);
    }
  }

  @Test
  void lost_isStaleAndDown_andIsThereAgainAfterItsReturn() {
    Swarm.CLIENT.cutPower();
    try {
      Swarm.eventually("the node is told to be stale", () -> client().staleSince() != null);
      Swarm.eventually("the node is told to be down", () -> "down".equals(client().state()));
      assertThat(client().containers()).isPositive(); // nobody could look, which is not absence
      Doctor.awaitBad("port", "docker node ls", Swarm.SERVER);
      Swarm.post(Swarm.SERVER, "while-lost");
    } finally {
      Swarm.CLIENT.boot();
    }
    Swarm.eventually("it is ready", () -> Swarm.nodes().contains("client Ready"));
    Swarm.awaitWhole();
    Swarm.eventually("its agent reports", () -> client().staleSince() == null);
    Swarm.knownToAll("while-lost", 3);
  }

  private static Node client() {
    return Swarm.api(Swarm.SERVER).nodes().value().nodes().stream()
        .filter(node -> node.name().equals("client"))
        .findFirst()
        .orElseThrow();
  }
}
