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

/** The output of doctor for healthy and unhealthy swarms. */
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
  void doctor_allChecksPass() {
    assertThat(doctor("")).isZero();

    assertThat(text())
        .isEqualTo(
            """
            ok   server URL http://127.0.0.1:PORT: 2 replicas respond
            ok   node n1 (http://127.0.0.1:PORT): 2 replicas respond
            ok   node n2 (http://127.0.0.2:PORT): 2 replicas respond
            ok   replicas: 2 of 2 running
            ok   database: all replicas use the same (d1)
            ok   revisions: none of 6 reads went back
            ok   agents: 2 of 2 reporting
            ok   clock: the database's time agrees with this machine's
            ok   versions: all components have VERSION
            All 9 checks passed.
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
                  "text": "server URL http://127.0.0.1:PORT: 2 replicas respond"
                },
            """);
  }

  @Test
  void doctor_onATerminal_printsMarksAndColors() {
    doctor(new Style(true, true), "");

    assertThat(text())
        .startsWith("\r\u001b[K\u001b[2mchecking server URL http://127.0.0.1:PORT, request 1\u001b")
        .contains("\r\u001b[K\u001b[32m✔\u001b[0m server URL")
        .endsWith("\u001b[32mAll 9 checks passed.\u001b[0m\n");
  }

  @Test
  void doctor_deadPort() {
    http.nodes(List.of(manager, node("n3", "::1", "active", "down", 0)));

    assertThat(doctor("--port 1")).isEqualTo(1);

    assertThat(failures())
        .isEqualTo(
            """
            FAIL node n1 (http://127.0.0.1:1): does not respond (connection refused)
                 Can this machine reach that address? On the node: docker info (Swarm: active?), \
            lsmod | grep ip_vs; between the nodes 7946/tcp, 7946/udp and 4789/udp must be open.
            FAIL node n3 (http://[::1]:1): does not respond (connection refused)
                 The swarm reports this node as down: start it or its Docker engine, then: \
            docker node ls
            2 of 9 checks failed.
            """);
  }

  @Test
  void doctor_hangingReplica() {
    http.nodes(List.of(manager));
    Status.Replica stale =
        new Status.Replica(
            "server.2@n1",
            Version.CURRENT,
            Instant.now(),
            Instant.now().minusSeconds(90),
            Instant.now());
    http.replicas(
        List.of(() -> status("server.1@n1", "d1", Instant.now(), stale), DoctorTest::hang));

    assertThat(doctor("--timeout 300ms")).isEqualTo(1);

    assertThat(failures())
        .isEqualTo(
            """
            FAIL server URL http://127.0.0.1:PORT: 1 of 3 requests failed (no response within \
            0.3 s)
                 A replica hangs, or shuts down but still gets connections: docker service ps \
            shop_server
            FAIL node n1 (http://127.0.0.1:PORT): 2 of 4 requests failed (no response within 0.3 s)
                 A replica hangs, or shuts down but still gets connections: docker service ps \
            shop_server
            FAIL replica server.2@n1: last seen 1 minute ago
                 Paused, hung or killed: docker service ps shop_server; on its node: docker ps (if \
            paused: docker unpause; if hung: docker kill, the swarm replaces it)
            FAIL replicas: 1 of 2 running
                 For the reason: docker service ps --no-trunc shop_server
            4 of 9 checks failed.
            """);
  }

  @Test
  void doctor_replicaThatNeverResponds() {
    http.nodes(List.of());
    http.replicas(List.of(() -> status("server.1@n1")));

    assertThat(doctor("")).isEqualTo(1);

    assertThat(failures())
        .isEqualTo(
            """
            FAIL server URL http://127.0.0.1:PORT: server.2@n1 did not respond to any of 8 requests
                 If it is starting, check again in 10 seconds; else: docker service ps \
            shop_server
            warn agents: none has reported yet
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
            FAIL database: the replicas use different ones: server.1@n1 use d1; server.2@n1 use d2
                 Volumes are local to a node: keep all replicas on one node (stack.yml's placement, \
            label rollcall.storage on that node only): docker service ps shop_server
            1 of 8 checks failed.
            """);
  }

  @Test
  void doctor_decreasingRevision() {
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
                 It does not read the writes of others; restart it: docker service update \
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
                 The node is drained, so the swarm runs no tasks there: docker node update \
            --availability active n2
            FAIL agent of n3: last report 1 minute ago
                 For the reason: docker service ps --no-trunc shop_agent
            FAIL agent of n4: last report 1 minute ago
                 The swarm reports this node as down: start it or its Docker engine, then: \
            docker node ls
            FAIL agent of n5: never reported
                 For the reason: docker service ps --no-trunc shop_agent
            warn agent of n6: never reported; the node is not in the swarm
                 If it was removed for good, nothing to do: the roster keeps its history.
            4 of 16 checks failed.
            """);
  }

  @Test
  void doctor_wrongClock() {
    http.nodes(List.of(manager));
    http.replicas(
        List.of(
            () -> status("server.1@n1"),
            () -> status("server.2@n1", "d1", Instant.now().plusSeconds(7201), null)));

    assertThat(doctor("")).isEqualTo(1);

    assertThat(failures())
        .isEqualTo(
            """
            FAIL clock: the database's time (through server.2@n1) is 2 hours ahead of this machine's
                 Synchronize the clocks of both machines with NTP: timedatectl
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
                 Normal during an update; otherwise update the older components.
            1 warning in 7 checks.
            """);
  }

  @Test
  void doctor_withoutASwarm() {
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
            Not a swarm: checking this server and the agents that report to it.
            ok   server URL http://127.0.0.1:PORT: 1 replica responds
            ok   replicas: 1 running
            ok   database: all replicas use the same (d1)
            ok   revisions: none of 2 reads went back
            ok   agents: 1 of 1 reporting
            ok   clock: the database's time agrees with this machine's
            ok   versions: all components have VERSION
            All 7 checks passed.
            """);
  }

  @Test
  void doctor_incompleteReportsAndNameClash() {
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
            warn containers of n1: 2 of 30 that its engine lists are reported incompletely
                 The agent's log on that node names the container and the reason.
            FAIL node n1: Two machines have this name.
                 Give each machine a unique hostname and Docker engine id.
            1 of 10 checks failed.
            """);
  }

  @Test
  void doctor_listsUnhealthyContainers() {
    http.add(Samples.seen(Samples.web(Health.UNHEALTHY), Instant.now()));

    assertThat(doctor("")).isZero();

    assertThat(text())
        .endsWith(
            """
            All 9 checks passed.
            1 container has problems: web (unhealthy). List all: ps -a
            """);
  }

  @Test
  void doctor_loopbackServer_checksNoOtherAddress() {
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

    assertThat(text()).doesNotContain("127.0.0.3").endsWith("All 7 checks passed.\n");
  }

  @Test
  void doctor_unreachableServer() {
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

  /** The output without the checks that passed. */
  private String failures() {
    return text().replaceAll("(?m)^(ok  |All \\d+ checks passed).*\n", "");
  }

  private Status status(String replica) {
    return status(replica, "d1", Instant.now(), null);
  }

  private Status status(
      String name, String database, Instant time, Status.@Nullable Replica stale) {
    List<Status.Replica> replicas = new ArrayList<>(List.of(replica("server.1@n1")));
    replicas.add(stale == null ? replica("server.2@n1") : stale);
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
    throw new IllegalStateException("the client should have timed out");
  }

  private static Node node(
      String name, String address, String availability, String state, long stale) {
    Instant heard = Instant.now().minusSeconds(stale);
    return Node.builder(name)
        .address(address)
        .heard(heard, stale == 0 ? null : heard, availability.equals("drain") ? heard : null)
        .agentVersion(Version.CURRENT)
        .engine("20.10", null)
        .swarm("worker", availability, state)
        .build();
  }
}
