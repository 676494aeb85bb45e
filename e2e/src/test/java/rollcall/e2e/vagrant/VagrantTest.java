package rollcall.e2e.vagrant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rollcall.e2e.Command;
import rollcall.e2e.machine.Machine;
import rollcall.e2e.swarm.Swarm;

/**
 * Whatever a user does to the machines by {@code vagrant}, the same swarm is there afterwards, with
 * its data.
 */
@Tag("vagrant")
class VagrantTest {
  // In software emulation each of them takes minutes.
  private static final Duration LONG = Duration.ofMinutes(30);

  @RegisterExtension static final Swarm SWARM = new Swarm();

  @Test
  void upAndProvision_onRunningMachines_changeNothing() {
    String before = state();
    vagrant("up");
    vagrant("provision");
    assertThat(state()).isEqualTo(before);
  }

  /** What would be another after something was made anew. */
  private static String state() {
    return Swarm.SERVER.ok(
            "docker node ls --format '{{.ID}} {{.Hostname}} {{.Status}}' | sort;"
                + " docker service ps --filter desired-state=running --format '{{.ID}} {{.Name}} {{.Node}}'"
                + " rollcall_server rollcall_agent registry_registry | sort")
        + database();
  }

  @Test
  void reload_givesTheSameSwarm() {
    String before = database();
    vagrant("reload");
    assertThat(Swarm.nodes()).containsExactly("client Ready", "server Ready");
    Swarm.awaitWhole();
    assertThat(database()).isEqualTo(before);
  }

  @Test
  void haltAndUp_keepTheData() {
    Swarm.post(Swarm.SERVER, "before-halt");
    vagrant("halt");
    vagrant("up");
    Swarm.awaitWhole();
    Swarm.knownToAll("before-halt", 3);
  }

  @Test
  void clientDestroyedAndMadeAgain_leavesNoGhost() {
    vagrant("destroy", "-f", "client");
    vagrant("up", "client");
    assertThat(Swarm.nodes()).containsExactly("client Ready", "server Ready");
    Swarm.awaitWhole();
    Swarm.CLIENT.ok("docker image inspect app_client");
  }

  private static String database() {
    return Swarm.api(Swarm.SERVER).status().value().storage().id();
  }

  private static void vagrant(String... words) {
    Command.of(Stream.concat(Stream.of("vagrant"), Stream.of(words)).toList()).within(LONG).ok();
    Swarm.NODES.forEach(Machine::forget);
  }
}
