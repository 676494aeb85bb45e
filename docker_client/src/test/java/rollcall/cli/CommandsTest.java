package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rollcall.api.node.Node;
import rollcall.cli.command.HostEnvironment;
import rollcall.cli.command.Options;
import rollcall.cli.command.Settings;
import rollcall.cli.line.CommandParser;
import rollcall.cli.line.CommandRunner;
import rollcall.cli.line.ScriptRunner;
import rollcall.cli.terminal.Console;
import rollcall.cli.terminal.Style;
import rollcall.cli.terminal.TerminalSize;
import rollcall.client.http.HttpClients;
import rollcall.common.Environment;
import rollcall.testing.ContractServer;
import rollcall.testing.Samples;

/** The output of the commands, with a server that implements the API. */
class CommandsTest {
  private static final HostEnvironment OUTSIDE = new HostEnvironment(false, Optional.empty());

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Console console =
      new Console(
          new PrintWriter(out),
          new PrintWriter(err),
          new Style(false, false),
          () -> TerminalSize.UNLIMITED);
  private final CommandRunner runner =
      new CommandRunner(new CommandParser(Main.commands()), new HttpClients(), OUTSIDE);
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
  void get_printsTheRoster() {
    Instant seen = Instant.now().minusSeconds(150);
    http.add(Samples.seen(Samples.web(), seen));
    http.add(Samples.seen(Samples.plain("c1", "cache"), seen));
    http.add(Samples.seen(Samples.plain("db", "db"), seen));

    assertThat(run("get")).isZero();

    // The uptime depends on today's date.
    assertThat(out.toString().replaceFirst("Up .+ \\(healthy\\) +", "Up … (healthy)  "))
        .isEqualTo(
            """
            ID            NAME   IMAGE    NODE   STATUS                            MEMORY    CPU    LAST SEEN
            c1            cache  busybox         Unknown, last seen 2 minutes ago  1.0 MiB   0.0 %  2 minutes ago
            db            db     busybox         Unknown, last seen 2 minutes ago  1.0 MiB   0.0 %  2 minutes ago
            aaaaaaaaaaaa  web    nginx:1  node1  Up … (healthy)  12.3 MiB  5.0 %  2 minutes ago
            3 containers, revision 7, served by server.1@here
            """);
  }

  @Test
  void get_emptyRoster() {
    run("GET");

    assertThat(out).hasToString("0 containers, revision 7, served by server.1@here\n");
  }

  @Test
  void get_filters() {
    http.add(Samples.seen(Samples.web(), Samples.TIME));
    http.add(Samples.seen(Samples.plain("db", "db"), Samples.TIME));

    run("get --search nginx");

    assertThat(out.toString()).contains("web", "1 container,").doesNotContain("busybox");
  }

  @Test
  void get_asJsonIsOnePage() {
    for (String name : new String[] {"a", "b", "c"}) {
      http.add(Samples.seen(Samples.plain(name, name), Samples.TIME));
    }

    run("--json get");

    assertThat(out.toString())
        .startsWith("{\n  \"containers\": [\n    {\n      \"id\": \"a\",\n")
        .contains("\"id\": \"b\"", "\"id\": \"c\"")
        .endsWith("  ],\n  \"revision\": 7\n}\n");
  }

  @Test
  void get_escapesControlCharactersInNames() {
    http.add(Samples.seen(Samples.plain("x", "a\u001b[31mred\u009b2J"), Samples.TIME));

    run("get");
    run("get --json");

    assertThat(out.toString())
        .contains("a\\u001b[31mred\\u009b2J  busybox")
        .contains("\"name\": \"a\\u001b[31mred\\u009b2J\"")
        .doesNotContain("\u001b", "\u009b");
  }

  @Test
  void getContainer_notFound() {
    assertThat(run("get nope")).isEqualTo(1);

    assertThat(out).hasToString("");
    assertThat(err).hasToString("Not found: nothing at /api/containers/nope. Look.\n");
  }

  @Test
  void getContainer_rejectsFilters() {
    assertThat(run("get web --node n1")).isEqualTo(2);

    assertThat(err).hasToString("Filters cannot be combined with a container's name or id\n");
  }

  @Test
  void post_outsideAContainerReportsThisProcess() {
    assertThat(run("post")).isZero();

    assertThat(out.toString())
        .startsWith("Stored by server.1@here: a new report (201).\nid:          process-")
        .contains("image:       (no container)\nkind:        process (not a container)\n");
  }

  @Test
  void post_namedContainerComesFromTheAgent() {
    run("post web");
    run("POST web");

    assertThat(out.toString())
        .contains("Stored by server.1@here: a new report (201).\nid:          aaaa")
        .contains("Already stored by server.1@here: the same report (200).\n");
  }

  @Test
  void whoami_outsideAContainer() {
    run("whoami");

    assertThat(out.toString())
        .startsWith(
            "Not in a container that the agent at "
                + http.url()
                + " can identify; \"post\" would report this process:\nid:        process-");
  }

  @Test
  void insideAContainer_theAgentIdentifiesIt() {
    HostEnvironment inside = new HostEnvironment(true, Optional.empty());
    // On Linux 0.0.0.0 reaches this machine, too, but does not count as loopback.
    Options options =
        new Options(null, http.url().replace("127.0.0.1", "0.0.0.0"), null, false, false);
    CommandRunner inContainer =
        new CommandRunner(new CommandParser(Main.commands()), new HttpClients(), inside);

    inContainer.run("whoami", settings().with(options), console);
    inContainer.run("post", settings().with(options), console);

    assertThat(out.toString())
        .startsWith("The agent at http://0.0.0.0:")
        .contains("name:      web\n")
        .contains("Stored by server.1@here: a new report (201).\nid:          aaaa");
  }

  @Test
  void nodes_printsKnownFields() {
    run("nodes");

    assertThat(out)
        .hasToString(
            """
            NAME  ADDRESS   ROLE     STATE         RUNNING  ENGINE  AGENT  LAST REPORT
            n1    10.0.0.1  manager  ready, drain  2 of 3   20.10   0.1.0  stale, 2 minutes ago
            n2                                     0 of 0                  never
            2 nodes, revision 7, served by server.1@here
            """);
  }

  @Test
  void nodes_outsideASwarm() {
    http.nodes(List.of(node(null, null, null), node(3, 0, null)));

    run("nodes");

    assertThat(out)
        .hasToString(
            """
            NAME  ADDRESS   ROLE  STATE     RUNNING  ENGINE  AGENT  LAST REPORT
            n1    10.0.0.1        no swarm  2 of 3   20.10   0.1.0  now
            n1    10.0.0.1        no swarm  2 of 3   20.10   0.1.0  now
            2 nodes, revision 7, served by server.1@here
            """);
  }

  @Test
  void nodes_printsWarnings() {
    http.nodes(List.of(node(5, 2, null), node(3, 0, "two agents \u001b[2J say n1")));

    run("nodes");

    assertThat(out.toString().lines().skip(3))
        .containsExactly(
            "n1: 2 of 5 containers that its engine lists are reported incompletely",
            "n1: two agents \\u001b[2J say n1",
            "2 nodes, revision 7, served by server.1@here");
  }

  private static Node node(
      @Nullable Integer listed, @Nullable Integer unread, @Nullable String clash) {
    Instant now = Instant.now();
    return Node.builder("n1")
        .address("10.0.0.1")
        .heard(now, null, null)
        .agentVersion("0.1.0")
        .engine("20.10", null)
        .containers(3, 2)
        .listed(listed, unread)
        .clash(clash)
        .build();
  }

  @Test
  void status_engineDoesNotRespond() {
    http.on("/healthcheck", Map.of("version", "0.1.0"));

    run("status");

    assertThat(out.toString().lines())
        .endsWith("  version:   0.1.0", "  engine:    does not respond; see the agent's log");
  }

  @Test
  void status_showsServerAndAgent() {
    assertThat(run("status")).isZero();

    assertThat(out)
        .hasToString(
            """
            server:      %1$s
              version:   0.1.0
              replica:   server.1@here
              uptime:    1 minute
              writes:    authenticated callers only
              revision:  7
              storage:   sqlite, id d1, schema 1
              database:  ok
              replicas:  server.1@here (0.1.0), seen 2 seconds ago
            agent:       %1$s
              status:    ok
            """
                .formatted(http.url()));
  }

  @Test
  void status_unreachableAgentDoesNotHideTheServer() {
    assertThat(run("status --agent 127.0.0.1:1")).isEqualTo(3);

    assertThat(out.toString())
        .contains("replica:   server.1@here\n")
        .endsWith("agent:       http://127.0.0.1:1\n  state:     does not respond\n");
    assertThat(err)
        .hasToString(
            "Cannot reach the agent at http://127.0.0.1:1 (connection refused). Is it running on"
                + " this node? \"./rollcall up\" starts one here; --agent URL or ROLLCALL_AGENT"
                + " sets another address.\n");
  }

  @Test
  void unreachableServer_givesAdvice() {
    assertThat(run("get --server 127.0.0.1:1")).isEqualTo(3);

    assertThat(err)
        .hasToString(
            "Cannot reach the server at http://127.0.0.1:1 (connection refused). Is it running?"
                + " \"./rollcall up\" starts one here; --server URL or ROLLCALL_SERVER sets"
                + " another address.\n");
  }

  @Test
  void unknownCommand_listsTheCommands() {
    assertThat(run("gte")).isEqualTo(2);

    assertThat(err)
        .hasToString(
            "Unknown command \"gte\" (did you mean get?): the commands are post, get, ps,"
                + " history, watch, nodes, vars, requests, whoami, status, doctor, help, exit\n");
  }

  @Test
  void wrongUsage_refersToTheHelp() {
    assertThat(run("get a b")).isEqualTo(2);
    assertThat(run("nodes --nope")).isEqualTo(2);
    assertThat(run("get --timeout soon")).isEqualTo(2);
    assertThat(run("get \"a")).isEqualTo(2);

    assertThat(err)
        .hasToString(
            """
            Unexpected argument "b" (quote values with spaces); see: help get
            Unknown option: '--nope'; see: help nodes
            --timeout="soon": expected a duration like 500ms, 30s, 5m, 12h or 7d
            Unclosed quote (")
            """);
  }

  @Test
  void help_printsUsageOfACommand() {
    run("help NODES");

    assertThat(out.toString())
        .startsWith(
            "Usage: rollcall nodes [OPTIONS]\nList the nodes and the time of each agent's last report.")
        .contains("--json", "--server=URL");
  }

  @Test
  void lines_allRunAndReturnTheFirstFailure() throws Exception {
    String lines = "# a comment\n\nget nope\nget --server 127.0.0.1:1\nget\nquit\nget nope2\n";

    int code =
        ScriptRunner.run(
            new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
            runner,
            settings(),
            console);

    assertThat(code).isEqualTo(1);
    assertThat(out.toString()).startsWith("0 containers");
    assertThat(err.toString()).contains("/api/containers/nope.").doesNotContain("nope2");
  }

  private int run(String line) {
    return runner.run(line, settings(), console).exitCode();
  }

  private Settings settings() {
    Environment environment =
        new Environment(Map.of("ROLLCALL_SERVER", http.url(), "ROLLCALL_AGENT", http.url()));
    return Settings.of(environment, OUTSIDE);
  }
}
