package rollcall.agent.announcer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.agent.TestRollcall;
import rollcall.agent.docker.EngineUnavailableException;
import rollcall.agent.docker.event.ContainerEvent;
import rollcall.agent.metrics.Metrics;
import rollcall.agent.roster.Roster;
import rollcall.api.Problem;
import rollcall.api.container.Report;
import rollcall.api.json.Json;
import rollcall.api.node.Heartbeat;
import rollcall.api.node.NodeReport;
import rollcall.api.node.Sender;
import rollcall.attestation.AgentKey;
import rollcall.attestation.Attestation;
import rollcall.attestation.AttestationException;
import rollcall.attestation.Audience;
import rollcall.attestation.Signer;
import rollcall.attestation.Verifier;

class AnnouncerTest {
  private static final Instant NOW = Instant.parse("2026-11-20T21:29:23Z");
  private static final AgentKey KEY = AgentKey.of("KEY", "k".repeat(44));
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final Report REPORT =
      Json.read(
          """
          {"id": "4f2a", "name": "web", "image": "nginx:1", "timestamp": "2026-11-20T21:29:23Z",
           "memory_usage": 12.5, "cpu_usage": 0.25, "state": "running"}
          """,
          Report.class);
  private static final EventBatch FULL = new EventBatch(List.of(), true);
  private static final EventBatch EVENT =
      new EventBatch(List.of(new ContainerEvent("4f2a", "die", 1, Map.of())), false);
  private static final EventBatch TIMEOUT = new EventBatch(List.of(), false);

  private final FakeRoster roster = new FakeRoster();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final PrintStream stderr = System.err;
  private ServerClock time = new ServerClock(Clock.systemUTC());
  private long nanos;
  private final Metrics metrics = new Metrics(() -> nanos);
  private TestRollcall server;
  private Announcer announcer;

  @BeforeEach
  void start() {
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    server = new TestRollcall();
    announcer = announcer(longest -> FULL);
  }

  @AfterEach
  void stop() {
    announcer.close();
    server.close();
    System.setErr(stderr);
  }

  @Test
  void announce_putsTheList_andSchedulesAFullSync() {
    assertThat(announcer.announce(FULL)).isEqualTo(Duration.ofSeconds(15));

    NodeReport sent = server.lists().get(0);
    assertThat(sent).isEqualTo(roster.report.from(sent.sender()));
    assertThat(server.requests())
        .containsExactly("PUT /api/nodes/node%201%2F2/containers " + Json.write(sent));
    assertThat(log())
        .containsExactly(
            "INFO Announcer - Reporting 1 containers of node node 1/2 to "
                + server.url()
                + ": changes immediately, all every 10s.");
  }

  @Test
  void announce_nothingChanged_isAHeartbeat() {
    announcer.announce(FULL);
    announcer.announce(FULL);

    assertThat(server.requests()).hasSize(2);
    String prefix = "POST /api/nodes/node%201%2F2/heartbeat ";
    assertThat(server.requests().get(1)).startsWith(prefix);
    Heartbeat beat =
        Json.read(server.requests().get(1).substring(prefix.length()), Heartbeat.class);
    Map<String, Heartbeat.Usage> usage = Map.of("4f2a", new Heartbeat.Usage(12.5, 0.25));
    assertThat(beat).isEqualTo(new Heartbeat(NOW, "digest 1", usage, beat.sender()));
    Sender first = server.lists().get(0).sender();
    assertThat(beat.sender()).isEqualTo(new Sender("engine-1", first.run(), 2L));
    assertThat(first.sequence()).isEqualTo(1);
  }

  @Test
  void announce_nothingChanged_isTheWholeListAtLeastOnceAMinute() {
    long lastList = 0;
    for (int i = 0; i < 60; i++) {
      announcer.announce(FULL);
      if (server.methods().get(i).equals("PUT")) {
        assertThat(Duration.ofNanos(nanos - lastList)).isLessThanOrEqualTo(Duration.ofMinutes(1));
        lastList = nanos;
      }
      nanos += EVERY.toNanos();
    }

    assertThat(Duration.ofNanos(nanos - lastList)).isLessThanOrEqualTo(Duration.ofMinutes(1));
    assertThat(server.methods()).filteredOn("PUT"::equals).hasSizeBetween(10, 20);
  }

  @Test
  void announce_superseded_isLoggedOnceAndRetried() {
    announcer.announce(FULL);
    server.status(409);
    server.answer(
        Json.write(
            new Problem(
                Problem.SUPERSEDED, "Conflict", 409, "Another agent reports.", null, "Stop one.")));
    for (int i = 0; i < 5; i++) {
      nanos += announcer.announce(i == 0 ? FULL : TIMEOUT).toNanos();
    }
    assertThat(server.methods()).containsExactly("PUT", "POST", "PUT", "PUT", "PUT", "PUT");
    assertThat(log()).hasSize(2);
    assertThat(log().get(1)).contains("409 Conflict: Another agent reports. Stop one.");

    server.status(200);
    server.answer("");
    announcer.announce(TIMEOUT);
    assertThat(log().get(2)).contains("again, after");
  }

  @Test
  void announce_clash_isLoggedAtItsStartAndEnd() {
    server.answer("{\"changes\":0,\"node\":\"n~1\",\"clash\":\"Another n.\"}");
    for (int i = 0; i < 3; i++) {
      server.conflict();
      announcer.announce(FULL);
    }
    server.answer("{\"changes\":0}");
    server.conflict();
    announcer.announce(FULL);

    assertThat(log()).hasSize(3).contains("WARN Announcer - Another n.");
    assertThat(log().get(2)).contains("name and engine id are unique again");
  }

  @Test
  void announce_serverHasAnotherList_sendsTheListImmediately() {
    announcer.announce(FULL);
    server.conflict();
    announcer.announce(FULL);

    assertThat(server.methods()).containsExactly("PUT", "POST", "PUT");
    assertThat(log()).hasSize(1);
  }

  @Test
  void announce_event_sendsWhatChanged_ifAnythingDid() {
    announcer.announce(FULL);
    announcer.announce(EVENT);
    assertThat(server.methods()).containsExactly("PUT");

    roster.report = report("digest 2", List.of());
    announcer.announce(EVENT);

    assertThat(server.methods()).containsExactly("PUT", "PATCH");
    assertThat(server.lists().get(1).digest()).isEqualTo("digest 2");
    assertThat(roster.seen).containsExactly("full", "update", "update");
  }

  @Test
  void announce_event_serverHasAnotherListOrKnowsNoUpdates_sendsTheList() {
    announcer.announce(FULL);
    server.conflict();
    roster.report = report("digest 2", List.of());
    announcer.announce(EVENT);

    assertThat(server.methods()).containsExactly("PUT", "PATCH", "PUT");
    assertThat(metrics.text()).contains("{kind=\"update\",result=\"failed\"} 1.0");
    assertThat(log()).hasSize(1);
  }

  @Test
  void announce_departedContainers_areReportedOnce() {
    announcer.announce(FULL);
    roster.report = report("digest 1", List.of(REPORT));
    announcer.announce(EVENT);
    assertThat(roster.acknowledged).hasSize(2).last().isEqualTo(roster.report);

    roster.report = report("digest 1", List.of());
    announcer.announce(FULL);

    assertThat(server.methods()).containsExactly("PUT", "PUT", "POST");
  }

  @Test
  void announce_serverUnavailable_collectsEventsAndRetriesLater() {
    announcer.announce(FULL);
    server.status(503);
    roster.report = report("digest 2", List.of());
    Duration pause = announcer.announce(EVENT);
    assertThat(pause).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));

    announcer.announce(EVENT);
    announcer.announce(FULL);
    assertThat(server.methods()).hasSize(2);
    assertThat(roster.acknowledged).hasSize(1);

    server.status(200);
    nanos += pause.toNanos();
    announcer.announce(TIMEOUT);

    assertThat(server.methods()).containsExactly("PUT", "PATCH", "PUT");
    assertThat(roster.seen).containsExactly("full", "update", "update", "full", "full");
    assertThat(roster.acknowledged).hasSize(2);
  }

  @Test
  void announce_afterAFailedHeartbeat_sendsTheList() {
    announcer.announce(FULL);
    server.status(503);
    nanos += announcer.announce(FULL).toNanos();
    server.status(200);
    announcer.announce(TIMEOUT);

    assertThat(server.methods()).containsExactly("PUT", "POST", "PUT");
  }

  @Test
  void announce_engineRestored_doesAFullSync() {
    announcer.announce(FULL);
    roster.engineLost = true;
    assertThat(announcer.announce(EVENT)).isLessThanOrEqualTo(Duration.ofSeconds(1));
    roster.engineLost = false;
    announcer.announce(EVENT);

    assertThat(roster.seen).containsExactly("full", "update", "full");
  }

  @Test
  void announce_serverRefuses_logsItsProblemOnce() {
    server.status(400);
    server.answer(
        Json.write(
            new Problem("urn:x", "Invalid report", 400, "labels: 200, at most 128", null, null)));

    nanos += announcer.announce(FULL).toNanos();
    announcer.announce(FULL);

    assertThat(server.methods()).hasSize(2);
    assertThat(log())
        .containsExactly(
            "WARN Announcer - The server refused the report to "
                + server.url()
                + "/api/nodes/node%201%2F2/containers with 400 Invalid report: labels: 200, at most"
                + " 128. See the server's log, and compare the versions of server and agent."
                + " Retrying until it succeeds.");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 204, 301, 302, 303, 307, 308})
  void announce_foreignResponse_isNoSuccess(int status) {
    announcer.announce(FULL);
    server.foreign(true);
    server.status(status);
    server.answer("<html>Please log in</html>");
    for (int i = 0; i < 4; i++) {
      roster.report = report("digest " + i, i % 2 == 0 ? List.of() : List.of(REPORT));
      nanos += announcer.announce(i == 0 ? FULL : TIMEOUT).toNanos();
    }

    assertThat(roster.acknowledged).hasSize(1);
    assertThat(server.requests()).noneMatch(request -> request.contains("/login"));
    String to = status / 100 == 3 ? ", redirecting to " + server.url() + "/login" : "";
    assertThat(log()).hasSize(2);
    assertThat(log().get(1))
        .isEqualTo(
            "WARN Announcer - A program other than the Rollcall server (nginx) responded at "
                + server.url()
                + "/api/nodes/node%201%2F2/containers with "
                + status
                + to
                + ": the report was not delivered. Set ROLLCALL_SERVER to the server's own URL, not"
                + " to a login page or another proxy. Retrying until it succeeds.");
    assertThat(metrics.text())
        .contains("rollcall_agent_reports_total{kind=\"list\",result=\"sent\"} 1.0")
        .contains("rollcall_agent_reports_total{kind=\"update\",result=\"failed\"} 1.0")
        .contains("rollcall_agent_reports_total{kind=\"list\",result=\"failed\"} 3.0");

    server.foreign(false);
    server.status(200);
    announcer.announce(TIMEOUT);
    assertThat(roster.acknowledged).hasSize(2);
  }

  @Test
  void announce_foreignResponseToAHeartbeat_isNoSuccess() {
    announcer.announce(FULL);
    server.foreign(true);
    nanos += announcer.announce(FULL).toNanos();

    assertThat(server.methods()).containsExactly("PUT", "POST");
    assertThat(roster.acknowledged).hasSize(1);
    assertThat(metrics.text()).contains("{kind=\"heartbeat\",result=\"failed\"} 1.0");
    assertThat(log()).hasSize(2).noneMatch(line -> line.contains("clock"));
  }

  @Test
  void announce_serverLostAndRestored_logsTransitionsOnly() {
    announcer.announce(FULL);
    announcer.announce(FULL);
    server.status(503);
    nanos += announcer.announce(FULL).toNanos();
    nanos += announcer.announce(TIMEOUT).toNanos() + 5_000_000_000L;
    server.status(200);
    announcer.announce(FULL);
    announcer.announce(FULL);

    assertThat(log()).hasSize(3);
    assertThat(log().get(1)).contains("with 503 Service Unavailable.");
    assertThat(log().get(2))
        .matches("INFO Announcer - Reporting to " + server.url() + " again, after [67] s\\.");
  }

  @Test
  void announce_noServer_logsUrlReasonAndAdvice() {
    server.close();

    announcer.announce(FULL);

    assertThat(log())
        .singleElement()
        .asString()
        .startsWith("WARN Announcer - Cannot report to " + server.url() + "/api/nodes/")
        .contains("Failed to connect to /127.0.0.1")
        .endsWith(
            "Start the server there, or set ROLLCALL_SERVER to its URL. Retrying until it"
                + " succeeds.");
  }

  @Test
  void run_continuesUntilInterrupted_andCloseSendsGoodbye() {
    List<Duration> pauses = new ArrayList<>();
    announcer =
        announcer(
            longest -> {
              pauses.add(longest);
              if (pauses.size() == 3) {
                throw new InterruptedException();
              }
              return TIMEOUT;
            });

    announcer.run();
    assertThat(Thread.interrupted()).isTrue();
    announcer.close();

    assertThat(pauses)
        .containsExactly(Duration.ZERO, Duration.ofSeconds(15), Duration.ofSeconds(15));
    assertThat(server.methods()).containsExactly("PUT", "POST");
    String goodbye = "POST /api/nodes/node%201%2F2/goodbye ";
    assertThat(server.requests().get(1)).startsWith(goodbye);
    assertThat(Json.read(server.requests().get(1).substring(goodbye.length()), Sender.class))
        .isEqualTo(new Sender("engine-1", server.lists().get(0).run(), 2L));
  }

  @Test
  void close_neverReported_sendsNothing() {
    announcer.close();

    assertThat(server.requests()).isEmpty();
  }

  @Test
  void everyRequest_hasAnAttestationOfItsAudienceAndBody() {
    announcer.announce(FULL);
    announcer.announce(FULL);
    roster.report = report("digest 2", List.of());
    announcer.announce(EVENT);
    announcer.close();

    Verifier verifier = new Verifier(List.of(KEY), Clock.systemUTC());
    List<Audience> audiences =
        List.of(Audience.LIST, Audience.HEARTBEAT, Audience.UPDATE, Audience.GOODBYE);
    assertThat(server.statements()).hasSize(4);
    for (int i = 0; i < 4; i++) {
      byte[] body = server.requests().get(i).split(" ", 3)[2].getBytes(StandardCharsets.UTF_8);
      assertThat(verifier.verify(server.statements().get(i)))
          .isEqualTo(Attestation.ofNode("node 1/2", audiences.get(i), body));
    }
  }

  @Test
  void attestations_useTheServersTimeIfTheNodesClockIsWrong() {
    Verifier verifier = new Verifier(List.of(KEY), Clock.systemUTC());
    for (int behind : new int[] {200, 864_000, -34_560_000}) {
      time = new ServerClock(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(-behind)));
      announcer = announcer(longest -> FULL);
      announcer.announce(FULL); // a real server refuses this one, with its time in the response
      String first = server.statements().get(server.statements().size() - 1);
      assertThatThrownBy(() -> verifier.verify(first)).isInstanceOf(AttestationException.class);

      server.conflict();
      announcer.announce(FULL);
      String last = server.statements().get(server.statements().size() - 1);
      assertThat(verifier.verify(last).audience()).isEqualTo(Audience.LIST);
    }
    assertThat(log())
        .anyMatch(line -> line.matches(".*clock is (199|20.) s behind the server's.*"));
    assertThat(log()).anyMatch(line -> line.contains("s ahead of the server's"));
  }

  private Announcer announcer(EventSource source) {
    return new Announcer(
        roster,
        () -> "node 1/2",
        new Destination(
            URI.create(server.url()), Optional.empty(), Optional.of(new Signer(KEY, time)), time),
        EVERY,
        () -> nanos,
        source,
        metrics);
  }

  /** The log's lines without timestamps. */
  private List<String> log() {
    return log.toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.substring(line.indexOf(' ') + 1))
        .toList();
  }

  private static NodeReport report(String digest, List<Report> departed) {
    return NodeReport.builder(NOW, "0.1.0")
        .engine("20.10.24", "engine-1")
        .containers(List.of(REPORT), departed)
        .digest(digest)
        .listed(1, 0)
        .build();
  }

  /** A roster without an engine. */
  private static final class FakeRoster implements Roster {
    private final List<String> seen = new ArrayList<>();
    private final List<NodeReport> acknowledged = new ArrayList<>();
    private NodeReport report = AnnouncerTest.report("digest 1", List.of());
    private boolean engineLost;

    @Override
    public NodeReport reconcile(List<ContainerEvent> events) {
      seen.add("full");
      return result();
    }

    @Override
    public NodeReport update(List<ContainerEvent> events) {
      seen.add("update");
      return result();
    }

    private NodeReport result() {
      if (engineLost) {
        throw new EngineUnavailableException("unavailable", "wait");
      }
      return report;
    }

    @Override
    public void acknowledged(NodeReport report) {
      acknowledged.add(report);
    }
  }
}
