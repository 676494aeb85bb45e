package rollcall.e2e.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static rollcall.e2e.docker.OneHost.patiently;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.api.history.Change;
import rollcall.client.RollcallClient;
import rollcall.client.http.Endpoint;
import rollcall.client.http.HttpClients;
import rollcall.client.http.Target;
import rollcall.e2e.Command;

/**
 * Agent, engine and servers are killed and restarted at random while containers come and go; then
 * the roster is what {@code docker ps -a} says, and so is the change feed replayed from its
 * beginning. A minute, or {@code -Dchaos.seconds}; {@code -Dchaos.seed} chooses what happens.
 */
@Tag("docker")
class RosterChaosTest {
  private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("chaos.seconds", 60));
  private static final String IMAGE = "chaos";

  @TempDir(factory = VarTmp.class)
  Path folder;

  private final Random random = new Random(Long.getLong("chaos.seed", 7));
  private final Map<String, Process> programs = new LinkedHashMap<>();
  private final HttpClients clients = new HttpClients();
  private OwnEngine engine;
  private int starts;
  private int actions;

  @BeforeEach
  void start() throws Exception {
    Command.of("./rollcall", "client", "--version").within(Duration.ofMinutes(15)).ok();
    Path own = Files.createDirectory(folder.resolve("engine"));
    engine = new OwnEngine(own);
    engine.makeImage(IMAGE);
    for (int n = 1; n <= 3; n++) {
      startServer(n);
    }
    startAgent();
  }

  @AfterEach
  void end() throws Exception {
    for (Process program : programs.values()) {
      program.destroy();
      program.waitFor();
    }
    engine.close();
  }

  @Test
  void roster_programsKilledAtRandom_isWhatTheEngineSays() throws Exception {
    awaitAgreement();
    long end = System.nanoTime() + LENGTH.toNanos();
    long nextKill = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    int kills = 0;
    while (System.nanoTime() < end) {
      comeAndGo();
      if (System.nanoTime() >= nextKill) {
        killOne();
        kills++;
        nextKill = System.nanoTime() + Duration.ofSeconds(4 + random.nextInt(5)).toNanos();
      }
    }
    awaitAgreement();

    List<Change> feed = Told.feed(server(2));
    assertThat(replayed(feed)).isEqualTo(Told.byEngine(engine));
    assertThat(feed.stream().map(Change::revision))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, feed.size()).boxed().toList());
    System.out.printf(
        "%d actions, %d kills, %d containers, %d changes: roster, feed and engine agree%n",
        actions, kills, Told.byEngine(engine).size(), feed.size());
  }

  private void startServer(int n) {
    start(
        "server" + n,
        Command.of("./rollcall", "server")
            .with("ROLLCALL_PORT", "597" + n)
            .with("ROLLCALL_REPLICA", "server." + n)
            .with("ROLLCALL_DRAIN_TIMEOUT", "0s")
            .with("ROLLCALL_DB", "jdbc:sqlite:" + folder.resolve("rollcall.db")));
  }

  private void startAgent() {
    start(
        "agent",
        Command.of("./rollcall", "agent")
            .with("DOCKER_HOST", engine.socket())
            .with("ROLLCALL_AGENT_PORT", "5962")
            .with("ROLLCALL_NODE", "chaos")
            .with("ROLLCALL_SERVER", "http://127.0.0.1:5971"));
  }

  private void start(String name, Command command) {
    programs.put(name, command.start(folder.resolve(name + "." + starts++ + ".log")));
  }

  private void killOne() throws Exception {
    List<String> victims = List.of("agent", "engine", "server1", "server2", "server3");
    String victim = victims.get(random.nextInt(victims.size()));
    boolean kill = random.nextInt(3) > 0; // else SIGTERM
    if (victim.equals("engine")) {
      engine.restart(kill);
      return;
    }
    Process program = programs.get(victim);
    if (kill) {
      program.destroyForcibly();
    } else {
      program.destroy();
    }
    program.waitFor();
    if (victim.equals("agent")) {
      startAgent();
    } else {
      startServer(Integer.parseInt(victim.substring("server".length())));
    }
  }

  /** What people do with containers. What fails because the engine is down has not happened. */
  private void comeAndGo() {
    int number = ++actions;
    switch (random.nextInt(9)) {
      case 0, 1, 2 ->
          run("-d", "--network", "none", "--name", "c" + number, IMAGE, "sleep", "1000");
      case 3 -> run("--rm", "--network", "none", IMAGE, "sh", "-c", "exit " + number % 5);
      case 4 -> any().ifPresent(id -> engine.docker("kill", id).run());
      case 5 -> any("-a").ifPresent(id -> engine.docker("rm", "-f", id).run());
      case 6 -> any().ifPresent(id -> engine.docker("pause", id).run());
      case 7 ->
          any("--filter", "status=paused").ifPresent(id -> engine.docker("unpause", id).run());
      default -> any("-a").ifPresent(id -> engine.docker("rename", id, "renamed" + number).run());
    }
  }

  private void run(String... words) {
    engine.docker("run").and(List.of(words)).run();
  }

  private Optional<String> any(String... options) {
    List<String> ids = engine.docker("ps", "-q").and(List.of(options)).run().out().lines().toList();
    return ids.isEmpty() ? Optional.empty() : Optional.of(ids.get(random.nextInt(ids.size())));
  }

  private void awaitAgreement() {
    patiently()
        .atMost(Duration.ofMinutes(3))
        .untilAsserted(
            () -> {
              List<String> engines = Told.byEngine(engine);
              for (int n = 1; n <= 3; n++) {
                assertThat(Told.byRoster(server(n))).as("server " + n).isEqualTo(engines);
              }
            });
  }

  private static List<String> replayed(List<Change> feed) {
    Map<String, Change> last = new LinkedHashMap<>();
    feed.stream()
        .filter(change -> change.container() != null)
        .forEach(change -> last.put(change.container().report().id(), change));
    return last.values().stream()
        .filter(change -> change.what() != Change.What.FORGOTTEN)
        .map(Change::container)
        .filter(container -> container.removedAt() == null)
        .map(Told::line)
        .sorted()
        .toList();
  }

  private RollcallClient server(int n) {
    Endpoint endpoint = Endpoint.on(Target.SERVER, "127.0.0.1", 5970 + n);
    return new RollcallClient(clients, endpoint, Duration.ofSeconds(30));
  }
}
