package rollcall.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent as a process, without an engine. */
class ProgramTest {
  private static final Pattern LISTENS = Pattern.compile("listens on 127\\.0\\.0\\.1:(\\d+)");

  private Path log;
  private Map<String, String> environment;

  @BeforeEach
  void prepare(@TempDir Path dir) {
    log = dir.resolve("log");
    environment =
        Map.of(
            "ROLLCALL_AGENT_PORT", "0",
            "ROLLCALL_NODE", "node-1",
            "ROLLCALL_SERVER", "http://127.0.0.1:9",
            "ROLLCALL_TOKEN", "hush",
            "DOCKER_HOST", "unix://" + dir.resolve("docker.sock"));
  }

  @Test
  void sigterm_stopsItCleanly() throws Exception {
    Process agent = start(environment);
    try {
      int port = port();
      assertThat(healthcheck(port)).contains("\"node\":\"node-1\"");

      agent.destroy(); // SIGTERM

      assertThat(agent.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(agent.exitValue()).isZero();
      assertThat(log()).contains("Stopping.").doesNotContain("hush", "Exception");
    } finally {
      agent.destroyForcibly();
    }
  }

  @Test
  void noEngine_isLoggedOnce() throws Exception {
    Process agent = start(environment);
    try {
      Awaitility.await()
          .atMost(1, TimeUnit.MINUTES)
          .until(() -> log().contains("No Docker engine"));
      Thread.sleep(1500); // its first retry

      assertThat(log().split("No Docker engine", -1)).hasSize(2);
      assertThat(log())
          .contains("docker.sock: No such file or directory. Install and start Docker");
    } finally {
      agent.destroyForcibly();
    }
  }

  @Test
  void help_listsTheSettings() throws Exception {
    assertThat(run(Map.of(), "--help")).isZero();
    assertThat(log()).startsWith("Usage: rollcall agent").contains("ROLLCALL_REPORT_INTERVAL");
  }

  @Test
  void unknownArgument_isRefusedWithUsage() throws Exception {
    assertThat(run(Map.of(), "--nonsense")).isEqualTo(2);
    assertThat(log())
        .startsWith("rollcall agent: unknown argument \"--nonsense\"\nUsage: rollcall agent");
  }

  @Test
  void invalidSetting_isOneLine() throws Exception {
    assertThat(run(Map.of("ROLLCALL_AGENT_PORT", "http"))).isEqualTo(2);
    assertThat(log())
        .isEqualTo(
            "rollcall agent: ROLLCALL_AGENT_PORT=\"http\": expected a whole number from 0 to"
                + " 65535\n");
  }

  @Test
  void brokenDockerConfiguration_isOneLine(@TempDir Path dir) throws Exception {
    Files.writeString(dir.resolve("config.json"), "{\"currentContext\": ");

    assertThat(run(Map.of("DOCKER_CONFIG", dir.toString(), "DOCKER_HOST", ""))).isEqualTo(2);

    assertThat(log().lines())
        .singleElement()
        .asString()
        .startsWith("rollcall agent: docker-java cannot use Docker's settings: ")
        .endsWith("or set DOCKER_HOST to where the engine listens.");
  }

  @Test
  void portInUse_isReportedWithAdvice() throws Exception {
    Process first = start(environment);
    try {
      int port = port();
      assertThat(run(Map.of("ROLLCALL_AGENT_PORT", String.valueOf(port)))).isEqualTo(1);
      assertThat(log())
          .contains(
              "rollcall agent: cannot listen on 127.0.0.1:"
                  + port
                  + ": Address already in use. Stop the program that uses the port, or set"
                  + " ROLLCALL_AGENT_PORT and ROLLCALL_BIND.\n");
    } finally {
      first.destroyForcibly();
    }
  }

  private int run(Map<String, String> variables, String... arguments) throws Exception {
    Process process = start(variables, arguments);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private Process start(Map<String, String> variables, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of("-Xmx48m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(variables);
    return builder.start();
  }

  private int port() {
    Awaitility.await().atMost(1, TimeUnit.MINUTES).until(() -> LISTENS.matcher(log()).find());
    Matcher listens = LISTENS.matcher(log());
    assertThat(listens.find()).isTrue();
    return Integer.parseInt(listens.group(1));
  }

  private String log() throws RuntimeException {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static String healthcheck(int port) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/healthcheck")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
