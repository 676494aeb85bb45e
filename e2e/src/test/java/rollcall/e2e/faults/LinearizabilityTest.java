package rollcall.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.e2e.program.Programs;
import rollcall.e2e.program.Server;

/**
 * Variables through three servers, one of which stands still for ten seconds and one is killed in
 * each of {@code -Dlinearizability.rounds} (10) of {@code -Dlinearizability.operations} (5000):
 * what the clients saw is what one register a variable could have shown.
 */
@Tag("long")
class LinearizabilityTest {
  private static final int ROUNDS = Integer.getInteger("linearizability.rounds", 10);
  private static final int OPERATIONS = Integer.getInteger("linearizability.operations", 5000);

  @TempDir Path folder;

  @Test
  void variables_serversPausedAndKilled_areWhatOneRegisterCouldShow() throws Exception {
    try (Programs programs = new Programs(folder)) {
      List<Server> servers = programs.servers(3, Map.of("ROLLCALL_MAX_REPORTS", "100000000"));
      Random random = new Random();
      for (int round = 1; round <= ROUNDS; round++) {
        VariableClients clients =
            new VariableClients(
                12, OPERATIONS, servers.stream().map(server -> server.url("")).toList());
        Thread.sleep(2000);
        Server paused = servers.get(random.nextInt(servers.size()));
        paused.program().pause();
        Thread.sleep(10_000);
        paused.program().goOn();
        Server killed = servers.get(random.nextInt(servers.size()));
        killed.kill();
        killed.start();

        List<Operation> history = clients.join();
        assertThat(Linearizability.violations(history)).as("round %d", round).isEmpty();
        // A check that cannot find a stale read would prove nothing.
        List<Operation> stale = Linearizability.withStaleRead(history);
        assertThat(stale).as("a read that can be made stale").isNotEmpty();
        assertThat(Linearizability.violations(stale)).as("the planted stale read").isNotEmpty();
        System.out.printf(
            "round %d: operations %d, unknown %d, violations 0, planted stale read caught%n",
            round, OPERATIONS, clients.unknown());
      }
      programs.assertWhole();
      System.out.printf(
          "%d rounds of %d operations, each with a pause of 10 s and a kill: no violation, each"
              + " planted stale read caught; integrity ok%n",
          ROUNDS, OPERATIONS);
    }
  }
}
