package rollcall.e2e.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static rollcall.e2e.docker.OneHost.patiently;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.api.Paths;
import rollcall.api.json.Json;
import rollcall.api.variable.VariableValue;
import rollcall.e2e.Http;

/**
 * Names that are HTML, escape sequences for terminals, characters that turn the writing direction,
 * or very long travel from containers and clients through agent and server: they are shown as what
 * they are by the commands and the logs, and on the page of requests. (The dashboard: ../browser.)
 */
@Tag("docker")
class HostileNamesTest {
  @RegisterExtension static final OneHost HOST = new OneHost();

  private static final String HTML =
      "<img src=x onerror=window.owned=1><script>window.owned=1</script>";
  private static final String ANSI = "\u001b]0;owned\u0007\u001b[31mred\u001b[2J";
  private static final String TURNED = "exe.\u202egpj\u2066\u200f";
  private static final String LONG = "l".repeat(65_536);

  /** Control characters but tab and line break, and what turns the direction. */
  private static final Pattern HARMFUL =
      Pattern.compile(
          "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

  @BeforeAll
  static void name(@TempDir Path folder) throws Exception {
    HOST.startRollcall();
    // In a file: not every locale has an argument for each of these characters.
    Path labels = folder.resolve("labels");
    Files.writeString(
        labels,
        String.join("\n", "html=" + HTML, "ansi=" + ANSI, "turned=" + TURNED, TURNED + "=key", ""));
    Busybox.start(
        HOST,
        "hostile",
        "--label-file",
        labels.toString(),
        "--label",
        "long=" + LONG,
        "--label",
        "lines=one\ntwo\rthree");

    // What the engine doesn't allow in a name, a client may send.
    List<String> names = List.of(HTML, ANSI, TURNED, LONG.substring(0, 255));
    for (int i = 0; i < names.size(); i++) {
      report("hostile" + (i + 1), names.get(i)).is(201);
      setVariable("hostile" + (i + 1), names.get(i)).is(201);
    }
  }

  private static Http.Reply report(String id, String name) {
    JsonObject report = new JsonObject();
    report.addProperty("id", id);
    for (String member : List.of("name", "image", "node", "service")) {
      report.addProperty(member, name);
    }
    report.addProperty("state", "running");
    report.addProperty("timestamp", Instant.now().toString());
    report.addProperty("memory_usage", 1);
    report.addProperty("cpu_usage", 0);
    JsonObject labels = new JsonObject();
    labels.addProperty("a", name);
    report.add("labels", labels);
    return HOST.http().withToken(HOST.token()).post(Paths.REPORTS, report.toString());
  }

  private static Http.Reply setVariable(String key, String value) {
    String caller = value.substring(0, Math.min(200, value.length()));
    return HOST.http()
        .withToken(HOST.token())
        .with(Paths.CALLER, caller.replaceAll("\\p{Cntrl}", ""))
        .put(Paths.VARS + "/" + key, Json.write(new VariableValue(value)));
  }

  @Test
  void labels_comeThroughEngineAndAgentAsTheyAre() {
    Map<String, String> labels =
        patiently()
            .until(
                () -> HOST.server().container(HOST.name("hostile")).value().report().labels(),
                known -> known.containsKey("html"));
    assertThat(labels)
        .containsEntry("html", HTML)
        .containsEntry("ansi", ANSI)
        .containsEntry("turned", TURNED);
    assertThat(labels.get("long")).hasSize(4096);
  }

  @Test
  void report_withNameOf64Kb_isRefusedHarmlessly() {
    harmless(report("a", LONG).is(422).body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "get",
        "ps",
        "ps --format {{.Names}}|{{.Image}}|{{.Labels}}",
        "get --json",
        "nodes",
        "requests",
        "vars",
        "history hostile2",
        "get hostile1",
        "get hostile2",
        "get hostile3",
        "get CONTAINER",
        "vars get hostile2",
        "vars history hostile3"
      })
  void command_atATerminal_showsNamesHarmless(String command) {
    String[] words = command.replace("CONTAINER", HOST.name("hostile")).split(" ", -1);
    List<String> options = List.of("-t", "-e", "NO_COLOR=1", "-e", "ROLLCALL_TOKEN");
    String shown = HOST.client("client", options, words).run().exited(0).all();
    harmless(shown.replace("\r\n", "\n")); // the terminal's line ends
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "agent"})
  void log_isHarmless(String program) {
    harmless(HOST.logs(program));
  }

  @ParameterizedTest
  @ValueSource(strings = {Paths.REQUESTS_PAGE, Paths.METRICS})
  void page_isHarmlessAndHasNoNameAsHtml(String path) {
    String page = HOST.http().get(path).is(200).body();
    harmless(page);
    assertThat(page).doesNotContain("<img");
  }

  private static void harmless(String output) {
    assertThat(output).isNotEmpty().doesNotContainPattern(HARMFUL);
  }
}
