package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rollcall.common.Version;
import rollcall.testing.ContractServer;
import rollcall.testing.Program;
import rollcall.testing.Program.Ended;
import rollcall.testing.Samples;

/** The program as a process: its arguments, input, output and exit codes. */
class MainTest {
  private ContractServer http;

  @BeforeEach
  void start() throws Exception {
    http = new ContractServer(Samples.web());
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void oneShot_printsAndEnds() throws Exception {
    http.add(Samples.seen(Samples.web(), Samples.TIME));

    Ended ended = run("", "GET", "web");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).startsWith("id:          aaaa").doesNotContain("\u001b");
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void oneShot_exitCodes() throws Exception {
    assertThat(run("", "get", "nope").exitCode()).isEqualTo(1);
    assertThat(run("", "gte").exitCode()).isEqualTo(2);
    assertThat(run("", "--server", "127.0.0.1:1", "get").exitCode()).isEqualTo(3);
    assertThat(run("", "--version").out()).isEqualTo("rollcall " + Version.CURRENT + "\n");
  }

  @Test
  void pipe_runsAllLinesAndReturnsTheFirstFailure() throws Exception {
    Ended ended = run("# greet\npost\n\nget nope\nget --server 127.0.0.1:1\nget\nexit\nget\n");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.out())
        .startsWith("Stored by server.1@here: a new report (201).\n")
        .containsOnlyOnce("1 container, revision 7")
        .doesNotContain("rollcall>", "help for help");
    assertThat(ended.err().lines()).hasSize(2);
  }

  @Test
  void pipe_successIsZero() throws Exception {
    assertThat(run("post\nget\nexit\n").exitCode()).isZero();
    assertThat(run("").exitCode()).isZero();
  }

  @Test
  void wrongEnvironment_isNamed() throws Exception {
    Ended ended = Program.run(Map.of("ROLLCALL_SERVER", "ftp://x"), "", "get");

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err())
        .isEqualTo(
            "\"ftp://x\" is not a URL of the server; expected a URL like http://10.0.0.1:5001\n");
  }

  @Test
  void oneShotAndPipe_doNotWaitForJLine() throws Exception {
    Map<String, String> verbose = new HashMap<>(environment());
    verbose.put("VERBOSE", "1");

    assertThat(Program.run(verbose, "get\n").out())
        .contains("okhttp3.")
        .doesNotContain("org.jline.");
  }

  @Test
  void watch_ctrlCEndsWithZero() throws Exception {
    CountDownLatch requested = new CountDownLatch(1);
    http.on(
        "/api/changes",
        exchange -> {
          requested.countDown();
          exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
          exchange.getResponseHeaders().set("X-Rollcall-Revision", "7");
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().flush();
          ContractServer.pause();
        });
    Process watch = Program.start(environment(), "watch");
    assertThat(requested.await(30, TimeUnit.SECONDS)).isTrue();
    new ProcessBuilder("kill", "-INT", String.valueOf(watch.pid())).start().waitFor();

    assertThat(watch.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(watch.exitValue()).isZero();
  }

  private Ended run(String input, String... arguments) throws Exception {
    return Program.run(environment(), input, arguments);
  }

  private Map<String, String> environment() {
    return Map.of("ROLLCALL_SERVER", http.url(), "ROLLCALL_AGENT", http.url());
  }
}
