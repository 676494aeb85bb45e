package rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rollcall.api.json.Json;

/** Start, shutdown and trouble of one server process. */
class LifecycleTest {
  private static final Instant T0 = Instant.parse("2026-11-20T12:00:00Z");

  @TempDir Path folder;
  private ServerProcess server;

  @AfterEach
  void kill() throws Exception {
    if (server != null) {
      server.kill();
    }
  }

  @Test
  void sigterm_goesOnServingWhileItDrainsThenStops() throws Exception {
    server = server(List.of(), Map.of("ROLLCALL_DRAIN_TIMEOUT", "5s")).start().awaitAnswer();
    Instant asked = Instant.now();
    server.signal("TERM");
    Thread.sleep(500);

    HttpResponse<String> answer =
        server.post("/api/reports", Json.write(Reports.full("a1", "web", T0)));

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.headers().firstValue("Connection")).contains("close");
    assertThat(server.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(Duration.between(asked, Instant.now())).isGreaterThan(Duration.ofSeconds(5));
    server.start().awaitAnswer();
    assertThat(server.get("/api/containers/a1").statusCode()).isEqualTo(200);
  }

  @Test
  void start_aWrongSettingIsNamedAndExits2() throws Exception {
    server = server(List.of(), Map.of("ROLLCALL_RETENTION", "a while")).start();

    assertThat(server.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(server.process().exitValue()).isEqualTo(2);
    assertThat(server.log())
        .isEqualTo(
            "rollcall server: ROLLCALL_RETENTION=\"a while\":"
                + " expected a duration like 500ms, 30s, 5m, 12h or 7d\n");
  }

  /** A password that Java cannot read would never log in, and a path would be another. */
  @ParameterizedTest
  @CsvSource({
    "ROLLCALL_DB_PASSWORD, geheim-ä, jdbc:postgresql://127.0.0.1:1/r",
    "ROLLCALL_DB_USER, jürgen, jdbc:postgresql://127.0.0.1:1/r",
    "ROLLCALL_NODE, knöten, jdbc:sqlite:r.db",
  })
  void start_aSettingThatTheLocaleCannotReadIsRefused(String name, String value, String database)
      throws Exception {
    List<String> posix = List.of("env", "LC_ALL=C", name + "=" + value);
    server = new ServerProcess(database, "server.1", posix, Map.of()).start();

    assertThat(server.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(server.process().exitValue()).isEqualTo(2);
    assertThat(server.log())
        .isEqualTo(
            "rollcall server: "
                + name
                + ": has characters that cannot be read in this locale"
                + " (LC_ALL, LC_CTYPE or LANG); set LC_ALL=C.UTF-8\n");
  }

  @Test
  void start_aPortInUseIsToldInOneLine() throws Exception {
    server = server(List.of(), Map.of()).start().awaitAnswer();

    ServerProcess second = server.another(folder.resolve("other.db")).start();

    assertThat(second.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(second.process().exitValue()).isEqualTo(1);
    assertThat(second.log())
        .contains("rollcall server: cannot listen on 127.0.0.1:", "set ROLLCALL_PORT")
        .doesNotContain("\tat ");
  }

  /** A real file system that is really full, in a mount namespace of the process's own. */
  @Test
  void fullDisk_answers507ReadsGoOnAndNothingIsHalfWritten() throws Exception {
    String mounted = folder.resolve("small").toString();
    String mount =
        "mkdir -p %s && mount -t tmpfs -o size=2m none %s && exec \"$0\" \"$@\""
            .formatted(mounted, mounted);
    List<String> wrapper = new ArrayList<>(List.of("unshare", "--mount"));
    if (!TestPostgres.isRoot()) {
      // Who is root already would lose the right to read what is in another user's private folder.
      wrapper.add("--map-root-user");
    }
    wrapper.addAll(List.of("sh", "-c", mount));
    server =
        new ServerProcess(Path.of(mounted, "rollcall.db"), "server.1", wrapper, Map.of())
            .start()
            .awaitAnswer();
    int stored = 0;
    HttpResponse<String> answer;
    do {
      answer = server.post("/api/reports", Json.write(Reports.full("c" + stored, "x", T0)));
      stored += answer.statusCode() == 201 ? 1 : 0;
    } while (answer.statusCode() == 201 && stored < 20_000);

    assertThat(answer.statusCode()).isEqualTo(507);
    assertThat(answer.body()).contains("urn:rollcall:problem:disk-full");
    assertThat(stored).isPositive();
    assertThat(server.get("/api/containers/c" + (stored - 1)).statusCode()).isEqualTo(200);
    assertThat(server.get("/api/containers/c" + stored).statusCode()).isEqualTo(404);
    assertThat(server.get("/service").body().split("\"id\"", -1)).hasSize(stored + 1);
  }

  private ServerProcess server(List<String> wrapper, Map<String, String> more) throws Exception {
    return new ServerProcess(folder.resolve("rollcall.db"), "server.1", wrapper, more);
  }
}
