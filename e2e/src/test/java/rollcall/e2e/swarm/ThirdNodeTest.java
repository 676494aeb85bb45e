package rollcall.e2e.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rollcall.api.node.Node;
import rollcall.e2e.Command;
import rollcall.e2e.Terminal;
import rollcall.e2e.machine.Machine;

/**
 * A second client joins: it gets an agent and a port of the mesh, and is in the roll call; then it
 * leaves.
 */
@Tag("swarm")
@Tag("uml") // Vagrant's would take ten more minutes where the processor is emulated
class ThirdNodeTest {
  private static final Machine THIRD = new Machine("client2", "192.168.56.12");

  @RegisterExtension static final Swarm SWARM = new Swarm();

  @AfterEach
  void leave() {
    THIRD.run("docker swarm leave");
    Swarm.SERVER.ok("docker node rm --force client2");
    Swarm.awaitWhole();
  }

  @Test
  void joined_isANodeAsTheOthers() {
    Command.of("e2e/machines.sh", "join", THIRD.name() + "=" + THIRD.address())
        .within(Swarm.PATIENCE)
        .ok();
    Swarm.awaitRunning("agent", 3);
    Swarm.awaitAnswering(THIRD, 3);
    try (Terminal terminal = THIRD.terminal("docker run -it --name third app_client")) {
      terminal.sees("rollcall>").types("post\r").sees("201").types("exit\r");
      assertThat(terminal.ends()).isZero();
    }
    assertThat(Swarm.container(THIRD, "third").report().node()).isEqualTo("client2");
    Swarm.eventually(
        "the roll call has three nodes that report",
        () ->
            Swarm.api(Swarm.SERVER).nodes().value().nodes().stream()
                    .filter(node -> node.lastHeard() != null && node.leftAt() == null)
                    .map(Node::name)
                    .toList()
                    .size()
                == 3);
    Doctor.awaitHealthy(THIRD);
  }
}
