package rollcall.e2e.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static rollcall.e2e.docker.OneHost.patiently;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.api.container.Container;
import rollcall.api.container.Health;
import rollcall.api.container.Report;
import rollcall.api.container.State;
import rollcall.api.history.Change;
import rollcall.api.json.Json;
import rollcall.e2e.Command;

/**
 * What people do with containers shows in {@code rollcall watch} within a second, and afterwards
 * ps, ps -a, ps --at and history say the same as docker ps and docker inspect.
 */
@Tag("docker")
class RosterTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String LINE = "{{.ID}} {{.Names}} {{.State}}";

  @RegisterExtension static final OneHost HOST = new OneHost();
  @TempDir static Path folder;
  private static Process watch;

  private int seen;
  private long acted;

  @BeforeAll
  static void watch() {
    Busybox.makeImage();
    HOST.startRollcall();
    rollcall("status").within(Duration.ofMinutes(15)).ok(); // builds what is missing
    watch = rollcall("watch", "--json").start(changes());
    HOST.node();
    HOST.start("first", List.of(), Busybox.IMAGE, "sleep", "1000");
    patiently().until(() -> lines().stream().anyMatch(line -> line.contains("-first\"")));
  }

  @AfterAll
  static void end() {
    watch.destroy();
  }

  private static Command rollcall(String... words) {
    return Command.of("./rollcall", "client", "--server", "http://" + HOST.gateway() + ":5001")
        .and(List.of("--agent", "http://" + HOST.gateway() + ":5002"))
        .and(List.of(words));
  }

  private static Path changes() {
    return folder.resolve("changes");
  }

  private static List<String> lines() {
    try {
      String all = Files.readString(changes());
      return all.substring(0, all.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Does it, and begins to count when it is done. */
  private void act(String... docker) {
    seen = lines().size();
    HOST.docker(docker).run();
    acted = System.nanoTime();
  }

  /** Since the last action a change came that {@code what} holds for. */
  private void shows(String alias, Duration within, Predicate<Change> what) {
    Awaitility.await(alias)
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () ->
                lines().stream()
                    .skip(seen)
                    .map(line -> Json.read(line, Change.class))
                    .filter(change -> change.container() != null)
                    .filter(change -> report(change).name().startsWith(HOST.name("")))
                    .anyMatch(what));
    assertThat(Duration.ofNanos(System.nanoTime() - acted)).as(alias).isLessThanOrEqualTo(within);
  }

  private void shows(State state) {
    shows(state.name(), SECOND, change -> report(change).state() == state);
  }

  private static Report report(Change change) {
    return Objects.requireNonNull(change.container()).report();
  }

  private void run(String what, String... words) {
    act(with(words, "run", "-d", "--name", HOST.name(what)));
  }

  private static String[] with(String[] last, String... first) {
    String[] all = Arrays.copyOf(first, first.length + last.length);
    System.arraycopy(last, 0, all, first.length, last.length);
    return all;
  }

  @Test
  void watch_lifeOfAContainer_showsEachStepWithinASecond() {
    String web = HOST.name("web");
    String renamed = HOST.name("web-2");
    run("web", Busybox.IMAGE, "sleep", "1000");
    shows(State.RUNNING);
    act("pause", web);
    shows(State.PAUSED);
    act("unpause", web);
    shows(State.RUNNING);
    act("rename", web, renamed);
    shows("renamed", SECOND, change -> report(change).name().equals(renamed));
    act("kill", renamed);
    shows(
        "killed",
        SECOND,
        change ->
            report(change).state() == State.EXITED
                && Objects.equals(report(change).exitCode(), 137));
    act("start", renamed);
    shows(State.RUNNING);
    act("stop", "-t", "0", renamed);
    shows(State.EXITED);
  }

  @Test
  void shortLived_showsInWatchAndHistory() {
    String name = HOST.name("short");
    act("run", "--rm", "--name", name, Busybox.IMAGE, "sh", "-c", "sleep 0.2; exit 3");
    shows(
        "removed",
        SECOND,
        change ->
            change.what() == Change.What.REMOVED && Objects.equals(report(change).exitCode(), 3));
    assertThat(rollcall("history", name).ok()).contains("3");
    assertThat(HOST.server().history(name).value().placements())
        .anyMatch(placement -> Objects.equals(placement.exitCode(), 3));
  }

  @Test
  void outOfMemory_showsInWatchAndHistory() {
    String eat = "x=$(head -c 64m /dev/zero | tr \"\\0\" x); echo ${#x}; sleep 1000";
    run("oom", "--memory", "32m", "--memory-swap", "32m", Busybox.IMAGE, "sh", "-c", eat);
    // How soon it has eaten all of it is the machine's matter.
    patiently().until(() -> HOST.inspect("oom", "{{.State.Status}}").equals("exited"));
    acted = System.nanoTime();
    shows(
        "out of memory",
        Duration.ofSeconds(3),
        change -> Boolean.TRUE.equals(report(change).oomKilled()));
    assertThat(rollcall("history", HOST.name("oom")).ok()).contains("137");
  }

  @Test
  void unhealthy_showsInWatchAndAfterItsRemovalInPsAtAndHistory() throws Exception {
    String name = HOST.name("sick");
    run(
        "sick",
        "--health-cmd=exit 1",
        "--health-interval=0.5s",
        "--health-retries=1",
        Busybox.IMAGE,
        "sleep",
        "1000");
    patiently().until(() -> HOST.inspect("sick", "{{.State.Health.Status}}").equals("unhealthy"));
    acted = System.nanoTime();
    shows("unhealthy", SECOND, change -> report(change).health() == Health.UNHEALTHY);

    Instant before = Instant.now();
    Thread.sleep(100);
    act("rm", "-f", name);
    shows("removed", SECOND, change -> change.what() == Change.What.REMOVED);
    assertThat(rollcall("ps", "--at", before.toString(), "--format", "{{.Names}} {{.State}}").ok())
        .contains(name + " running\n");
    assertThat(rollcall("ps", "-a", "--format", "{{.Names}}").ok().lines()).doesNotContain(name);
    assertThat(rollcall("history", name).ok()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--no-trunc", "-a --no-trunc"})
  void ps_saysTheSameAsDocker(String options) {
    HOST.docker(
            "run", "--name", HOST.name(options.length() + "x"), Busybox.IMAGE, "sh", "-c", "exit 1")
        .run();
    String[] words = options.split(" ", -1);
    patiently()
        .untilAsserted(
            () ->
                assertThat(sorted(rollcall("ps", "--format", LINE).and(List.of(words))))
                    .isEqualTo(sorted(HOST.docker("ps", "--format", LINE).and(List.of(words)))));
  }

  private static List<String> sorted(Command command) {
    return command.ok().lines().sorted().toList();
  }

  @Test
  void facts_areThoseOfDockerInspect() {
    HOST.docker("run", "--name", HOST.name("ended"), Busybox.IMAGE, "sh", "-c", "exit 7").run();
    String filter = "name=" + HOST.name("");
    String all = HOST.docker("ps", "-a", "--format", "{{.Names}}", "--filter", filter).ok();
    assertThat(all.lines()).contains(HOST.name("ended"), HOST.name("server"), HOST.name("agent"));
    for (String name : all.lines().toList()) {
      patiently()
          .untilAsserted(
              () -> assertThat(rollcallsFacts(name)).as(name).isEqualTo(dockersFacts(name)));
    }
  }

  /** What both know of a container; null where it does not apply. */
  private record Facts(
      String id,
      String image,
      String digest,
      int restarts,
      Integer exitCode,
      String health,
      String started) {}

  private static Facts dockersFacts(String name) {
    JsonObject container =
        JsonParser.parseString(HOST.docker("inspect", name).ok())
            .getAsJsonArray()
            .get(0)
            .getAsJsonObject();
    JsonObject state = container.getAsJsonObject("State");
    boolean exited = state.get("Status").getAsString().equals("exited");
    JsonElement health = state.get("Health");
    return new Facts(
        container.get("Id").getAsString(),
        container.getAsJsonObject("Config").get("Image").getAsString(),
        container.get("Image").getAsString(),
        container.get("RestartCount").getAsInt(),
        exited ? state.get("ExitCode").getAsInt() : null,
        health == null ? null : health.getAsJsonObject().get("Status").getAsString(),
        state.get("StartedAt").getAsString().substring(0, 19));
  }

  private static Facts rollcallsFacts(String name) {
    Report report = Json.read(rollcall("get", name, "--json").ok(), Container.class).report();
    return new Facts(
        report.id(),
        report.image(),
        report.imageDigest(),
        Objects.requireNonNullElse(report.restarts(), -1),
        report.exitCode(),
        report.health() == null ? null : report.health().name().toLowerCase(Locale.ROOT),
        String.valueOf(report.started()).replaceFirst("(?<=.{19}).*", ""));
  }
}
