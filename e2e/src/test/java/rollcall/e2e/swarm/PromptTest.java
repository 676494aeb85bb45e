package rollcall.e2e.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rollcall.e2e.Terminal;

/**
 * A person on the client machine types {@code docker run -it app_client}, with no arguments, at a
 * terminal.
 */
@Tag("swarm")
class PromptTest {
  private static final String NAME = "typed";
  private static final String PROMPT = "rollcall>";

  @RegisterExtension static final Swarm SWARM = new Swarm();

  @AfterEach
  void remove() {
    Swarm.CLIENT.ok("docker rm -f " + NAME);
  }

  @Test
  void dockerRun_postsItself_andEachReplicaKnowsIt() {
    try (Terminal terminal =
        Swarm.CLIENT.terminal("docker run -it --name " + NAME + " app_client")) {
      terminal.sees(PROMPT).types("post\r").sees("201").sees(PROMPT);
      terminal.types("get\r").sees(NAME).sees(PROMPT);
      terminal.types("exit\r");
      assertThat(terminal.ends()).isZero();
    }
    Swarm.knownToAll(NAME, 3);
    assertThat(Swarm.container(Swarm.SERVER, NAME).report().node()).isEqualTo("client");
  }
}
