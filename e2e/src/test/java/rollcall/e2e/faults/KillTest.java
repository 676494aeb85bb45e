package rollcall.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.api.Paths;
import rollcall.api.container.Report;
import rollcall.api.json.Json;
import rollcall.e2e.Http;
import rollcall.e2e.program.Programs;
import rollcall.e2e.program.Server;

/**
 * 64 writers on three server processes of one database, of which a random one is killed, {@code
 * -Dkill.rounds} times (200): nothing that was acknowledged is lost or stored twice, and the other
 * two go on answering.
 */
@Tag("long")
class KillTest {
  private static final int ROUNDS = Integer.getInteger("kill.rounds", 200);
  private static final Duration ALLOWED = Duration.ofSeconds(1);

  @TempDir Path folder;

  @Test
  void serversKilledUnderWrites_loseAndDoubleNone_andTheOthersGoOn() throws Exception {
    try (Programs programs = new Programs(folder)) {
      List<Server> servers = programs.servers(3, Map.of("ROLLCALL_MAX_REPORTS", "100000000"));
      List<String> urls = servers.stream().map(server -> server.url("")).toList();
      Duration slowest = Duration.ZERO;
      Writers.Account account;
      try (Writers writers = new Writers(64, Duration.ofMillis(50), urls)) {
        Thread.sleep(5000);
        servers.forEach(KillTest::writes); // the first one loads this client's classes
        Random random = new Random();
        for (int round = 1; round <= ROUNDS; round++) {
          Server victim = servers.get(random.nextInt(servers.size()));
          victim.kill();
          for (Server other : servers) {
            if (other != victim) {
              Duration took = writes(other);
              assertThat(took).as("a write, in round %d", round).isLessThan(ALLOWED);
              slowest = took.compareTo(slowest) > 0 ? took : slowest;
            }
          }
          victim.start();
        }
        account = writers.stop();
      }
      assertThat(account).matches(Writers.Account::isClean, "none lost, none doubled");
      programs.assertWhole();
      System.out.printf(
          "%d kills: %s; integrity ok; the others' slowest answer %d ms%n",
          ROUNDS, account, slowest.toMillis());
    }
  }

  /** How long an acknowledged write takes, on a connection of its own. */
  private static Duration writes(Server server) {
    String report = Json.write(Report.basic("probe", "probe", "nginx", Instant.now(), 1, 0));
    long start = System.nanoTime();
    new Http(server.url("")).post(Paths.REPORTS, report).is(201);
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
