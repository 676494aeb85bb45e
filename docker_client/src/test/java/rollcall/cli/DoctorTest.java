package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rollcall.api.container.Health;
import rollcall.api.node.Node;
import rollcall.api.node.SwarmSnapshot;
import rollcall.api.status.Status;
import rollcall.cli.command.HostEnvironment;
import rollcall.cli.command.Settings;
import rollcall.cli.line.CommandParser;
import rollcall.cli.line.CommandRunner;
import rollcall.cli.terminal.Console;
import rollcall.cli.terminal.Style;
import rollcall.cli.terminal.TerminalSize;
import rollcall.client.http.HttpClients;
import rollcall.common.Environment;
import rollcall.common.Version;
import rollcall.testing.ContractServer;
import rollcall.testing.Samples;

/** The doctor before swarms that are well and swarms that are not, on exact text. */
class DoctorTest {
  private static final HostEnvironment OUTSIDE = new HostEnvironment(false, Optional.empty());

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final AtomicLong revision = new AtomicLong(7);
  private final Node manager = node("n1", "127.0.0.1", "active", "ready", 0);
  private final Node worker = node("n2", "127.0.0.2", "active", "ready", 0);
  private ContractServer http;

  @BeforeEach
  void start() throws Exception {
    http = new ContractServer(Samples.web());
    http.nodes(List.of(manager, worker));
    http.replicas(List.of(() -> status("server.1@n1"), () -> status("server.2@n1")));
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void doctor_allWell() {
    assertThat(doctor("")).isZero();

    assertThat(text())
        .isEqualTo(
            """
            ok   server URL http://127.0.0.1:PORT: 2 replicas answer
            ok   node n1 (http://127.0.0.1:PORT): 2 replicas answer
            ok   node n2 (http://127.0.0.2:PORT): 2 replicas answer
            ok   replicas: 2 of 2 run
            ok   database: all replicas show the same (d1)
            ok   revisions: none of 6 reads went back
            ok   agents: 2 of 2 report
            ok   clock: the database's time agrees with this machine's
            ok   versions: VERSION everywhere, as this client
            All is well: 9 checks.
            """);
  }

  @Test
  void doctor_asJson() {
    assertThat(doctor("--json")).isZero();

    assertThat(text())
        .startsWith(
            """
            {
              "healthy": true,
              "swarm": true,
              "checks": [
                {
                  "check": "mesh",
                  "verdict": "good",
                  "text": "server URL http://127.0.0.1:PORT: 2 replicas answer"
                },
            """);
  }

  @Test
  void doctor_onATerminalMarksAndColors() {
    doctor(new Style(true, true), "");

    assertThat(text())
        .startsWith("\r\u001b[K\u001b[2masking server URL http://127.0.0.1:PORT, request 1\u001b")
        .contains("\r\u001b[K\u001b[32m✔\u001b[0m server URL")
        .endsWith("\u001b[32mAll is well: 9 checks.\u001b[0m\n");
  }

  @Test
  void doctor_deadPort() {
    http.nodes(List.of(manager, node("n3", "::1", "active", "down", 0)));

    assertThat(doctor("--port 1")).isEqualTo(1);

    assertThat(failures())
        .isEqualTo(
            """
            FAIL node n1 (http://127.0.0.1:1): does not answer (connection refused)
                 Can this machine reach that address? On the node: docker info (Swarm: active?), \
            lsmod | grep ip_vs; between the nodes 7946/tcp, 7946/udp and 4789/udp must be open.
            FAIL node n3 (http://[::1]:1): does not answer (connection refused)
                 The swarm counts this machine as down: start it or its Docker engine, then: \
            docker node ls
            2 of 9 checks failed.
            """);
  }

  @Test
  void doctor_staleReplicaThatHangs() {
    http.nodes(List.of(manager));
    Status.Replica silent =
        new Status.Replica(
            "server.2@n1",
            Version.CURRENT,
            Instant.now(),
            Instant.now().minusSeconds(90),
            Instant.now());
    http.replicas(
        List.of(() -> status("server.1@n1", "d1", Instant.now(), silent), DoctorTest::hang));

    assertThat(doctor("--timeout 300ms")).isEqualTo(1);

    assertThat(failures())
        .isEqualTo(
            """
            FAIL server URL http://127.0.0.1:PORT: 1 of 3 requests got no answer (no answer within \
            0.3 s)
                 A replica hangs or is going away while connections still lead to it: docker \
            service ps shop_server
            FAIL node n1 (http://127.0.0.1:PORT): 2 of 4 requests got no answer (no answer within 0.3 s)
                 A replica hangs or is going away while connections still lead to it: docker \
            service ps shop_server
            FAIL replica server.2@n1: silent for 1 minute
                 Paused, hung or killed: docker service ps shop_server; on its node: docker ps (a \
            paused one: docker unpause, a hung one: docker kill, the swarm replaces it)
            FAIL replicas: 1 of 2 run
                 docker service ps --no-trunc shop_server says why
            4 of 9 checks failed.
            """);
  }

  @Test
  void doctor_replicaThatNeverAnswers() {
    http.nodes(List.of());
    http.replicas(List.of(() -> status("server.1@n1")));

    assertThat(doctor("")).isEqualTo(1);

    assertThat(failures())
        .isEqualTo(
            """
            FAIL server URL http://127.0.0.1:PORT: server.2@n1 did not answer in 8 requests
                 It may be starting, then ask again in 10 seconds; else: docker service ps \
            shop_server
            warn agents: none has ever reported
                 Start one on every node: docker stack deploy -c stack.yml, or ./rollcall up for \
            one machine
            1 of 7 checks failed.
            """);
  }

  @Test
  void doctor_twoDatabases() {
    http.nodes(List.of(manager));
    http.replicas(
        List.of(
            () -> status("server.1@n1"), () -> status("server.2@n1", "d2", Instant.now(), null)));

    assertThat(doctor("")).isEqualTo(1);

    assertThat(failures())
        .isEqualTo(
            """
            FAIL database: the replicas share nothing: server.1@n1 show d1; server.2@n1 show d2
                 A volume is its node's own: keep all replicas on one node (stack.yml's placement, \
            label rollcall.storage on that node only): docker service ps shop_server
            1 of 8 checks failed.
            """);
  }

  @Test
  void doctor_readThatGoesBack() {
    http.nodes(List.of(manager));
    http.replicas(
        List.of(
            () -> status("server.1@n1"),
            () -> {
              revision.set(5);
              return status("server.2@n1");
            }));

    assertThat(doctor("")).isEqualTo(1);

    assertThat(failures())
        .isEqualTo(
            """
            FAIL revisions: server.2@n1 showed 5 after server.1@n1 had shown 7
                 It does not read what others have written: restart it by docker service update \
            --force shop_server
            1 of 8 checks failed.
            """);
  }

  @Test
  void doctor_nodesWithoutAgents() {
    http.nodes(
        List.of(
            manager,
            node("n2", "127.0.0.2", "drain", "ready", 90),
            node("n3", "127.0.0.3", "active", "ready", 90),
            node("n4", "127.0.0.4", "active", "down", 90),
            Node.builder("n5").address("127.0.0.5").swarm("worker", "active", "ready").build(),
            Node.builder("n6").address("127.0.0.6").build()));

    assertThat(doctor("")).isEqualTo(1);

    assertThat(failures())
        .isEqualTo(
            """
            FAIL agent of n2: shut down 1 minute ago
                 The node is drained, the swarm runs nothing there: docker node update \
            --availability active n2
            FAIL agent of n3: silent for 1 minute
                 docker service ps --no-trunc shop_agent says why
            FAIL agent of n4: silent for 1 minute
                 The swarm counts this machine as down: start it or its Docker engine, then: \
            docker node ls
            FAIL agent of n5: never reported
                 docker service ps --no-trunc shop_agent says why
            warn agent of n6: never reported; the node is not in the swarm
                 Nothing to do where it left for good: the roster keeps it for its history.
            4 of 16 checks failed.
            """);
  }

  @Test
  void doctor_clockOff() {
    http.nodes(List.of(manager));
    http.replicas(
        List.of(
            () -> status("server.1@n1"),
            () -> status("server.2@n1", "d1", Instant.now().plusSeconds(7201), null)));

    assertThat(doctor("")).isEqualTo(1);

    assertThat(failures())
        .isEqualTo(
            """
            FAIL clock: the database's time, by server.2@n1, is 2 hours ahead of this machine's
                 Let this machine and the database's keep their time from the network: timedatectl
            1 of 8 checks failed.
            """);
  }

  @Test
  void doctor_otherVersionIsAWarning() {
    http.nodes(
        List.of(
            Node.builder("n1")
                .heard(Instant.now(), null, null)
                .agentVersion("9.9")
                .swarm("manager", "active", "ready")
                .build()));

    assertThat(doctor("")).isZero();

    assertThat(failures())
        .isEqualTo(
            """
            warn versions: this client is VERSION, but agent of n1 9.9
                 Normal while an update is under way; else update what is left behind.
            1 warning in 7 checks.
            """);
  }

  @Test
  void doctor_withoutASwarmChecksWhatThereIs() {
    http.nodes(
        List.of(
            Node.builder("n1")
                .heard(Instant.now(), null, null)
                .agentVersion(Version.CURRENT)
                .build()));
    http.replicas(
        List.of(
            () ->
                new Status(
                    Version.CURRENT,
                    "server.1",
                    Instant.now(),
                    1,
                    "on",
                    7,
                    new Status.Storage("sqlite", "d1", 1, "ok"),
                    List.of(replica("server.1")),
                    List.of())));

    assertThat(doctor("")).isZero();

    assertThat(text())
        .isEqualTo(
            """
            No swarm here: checking this server and what reports to it.
            ok   server URL http://127.0.0.1:PORT: 1 replica answers
            ok   replicas: 1 run
            ok   database: all replicas show the same (d1)
            ok   revisions: none of 2 reads went back
            ok   agents: 1 of 1 report
            ok   clock: the database's time agrees with this machine's
            ok   versions: VERSION everywhere, as this client
            All is well: 7 checks.
            """);
  }

  @Test
  void doctor_tellsWhatIsNotKnown_andWhoClashes() {
    http.nodes(
        List.of(
            Node.builder("n1")
                .address("127.0.0.1")
                .heard(Instant.now(), null, null)
                .agentVersion(Version.CURRENT)
                .containers(3, 2)
                .swarm("worker", "active", "ready")
                .listed(30, 2)
                .clash("Two machines have this name.")
                .build()));

    assertThat(doctor("")).isEqualTo(1);

    assertThat(failures())
        .isEqualTo(
            """
            warn containers of n1: 2 of the 30 that its engine lists are reported incompletely
                 The agent's log on that node has the container and the reason.
            FAIL node n1: Two machines have this name.
                 Give each machine a hostname and a Docker engine id of its own.
            1 of 10 checks failed.
            """);
  }

  @Test
  void doctor_namesContainersThatAreNotWell() {
    http.add(Samples.seen(Samples.web(Health.UNHEALTHY), Instant.now()));

    assertThat(doctor("")).isZero();

    assertThat(text())
        .endsWith(
            """
            All is well: 9 checks.
            1 container is not well: web (unhealthy). All of them: ps -a
            """);
  }

  @Test
  void doctor_ofAServerForThisMachine_asksNoOtherAddress() {
    http.nodes(List.of(node("n3", "127.0.0.3", "active", "ready", 0)));
    http.replicas(
        List.of(
            () ->
                new Status(
                    Version.CURRENT,
                    "server.1",
                    Instant.now(),
                    1,
                    "loopback",
                    7,
                    new Status.Storage("sqlite", "d1", 1, "ok"),
                    List.of(replica("server.1")),
                    List.of())));

    assertThat(doctor("--port 1")).isZero();

    assertThat(text()).doesNotContain("127.0.0.3").endsWith("All is well: 7 checks.\n");
  }

  @Test
  void doctor_noServerThere() {
    assertThat(doctor("--server 127.0.0.1:1")).isEqualTo(3);

    assertThat(err.toString()).startsWith("Cannot reach the server at http://127.0.0.1:1 (");
  }

  private int doctor(String options) {
    return doctor(new Style(false, false), options);
  }

  private int doctor(Style style, String options) {
    CommandRunner runner =
        new CommandRunner(new CommandParser(Main.commands()), new HttpClients(), OUTSIDE);
    Environment environment =
        new Environment(
            Map.of("ROLLCALL_SERVER", http.url(), "ROLLCALL_AGENT", http.url(), "TERM", "xterm"));
    Console console =
        new Console(
            new PrintWriter(out), new PrintWriter(err), style, () -> TerminalSize.UNLIMITED);
    String port = options.contains("--port") ? "" : " --port " + http.port();
    return runner
        .run("doctor " + options + port, Settings.of(environment, OUTSIDE), console)
        .exitCode();
  }

  private String text() {
    return out.toString().replace(":" + http.port(), ":PORT").replace(Version.CURRENT, "VERSION");
  }

  /** What is not well, and the sum where something failed. */
  private String failures() {
    return text().replaceAll("(?m)^(ok  |All is well).*\n", "");
  }

  private Status status(String replica) {
    return status(replica, "d1", Instant.now(), null);
  }

  private Status status(
      String name, String database, Instant time, Status.@Nullable Replica silent) {
    List<Status.Replica> replicas = new ArrayList<>(List.of(replica("server.1@n1")));
    replicas.add(silent == null ? replica("server.2@n1") : silent);
    return new Status(
        Version.CURRENT,
        name,
        time,
        90,
        "on",
        revision.get(),
        new Status.Storage("sqlite", database, 1, "ok"),
        database.equals("d1") ? replicas : List.of(replica(name)),
        List.of(
            new SwarmSnapshot.Service("shop_server", "replicated", 2),
            new SwarmSnapshot.Service("shop_agent", "global", null)));
  }

  private static Status.Replica replica(String name) {
    return new Status.Replica(name, Version.CURRENT, Instant.now(), Instant.now(), null);
  }

  private static Status hang() {
    try {
      Thread.sleep(2000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IllegalStateException("the time to wait is over");
  }

  private static Node node(
      String name, String address, String availability, String state, long silent) {
    Instant heard = Instant.now().minusSeconds(silent);
    return Node.builder(name)
        .address(address)
        .heard(heard, silent == 0 ? null : heard, availability.equals("drain") ? heard : null)
        .agentVersion(Version.CURRENT)
        .engine("20.10", null)
        .swarm("worker", availability, state)
        .build();
  }
}
