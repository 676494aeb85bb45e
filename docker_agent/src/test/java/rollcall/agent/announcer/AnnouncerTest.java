package rollcall.agent.announcer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rollcall.api.Json;
import rollcall.api.NodeReport;
import rollcall.api.Problem;
import rollcall.api.Report;

class AnnouncerTest {
  private static final Instant NOW = Instant.parse("2026-11-20T21:29:23Z");
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final NodeReport REPORT =
      new NodeReport(
          NOW,
          "0.1.0",
          "20.10.24",
          null,
          List.of(Report.basic("4f2a", "web", "nginx:1", NOW, 12.5, 0.25)),
          List.of(),
          null,
          null);

  private final List<String> requests = new ArrayList<>();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final PrintStream stderr = System.err;
  private volatile int status = 200;
  private volatile String answer = "";
  private HttpServer server;
  private Announcer announcer;

  @BeforeEach
  void start() throws Exception {
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    announcer = announcer(url(), pause -> {});
  }

  @AfterEach
  void stop() {
    announcer.close();
    server.stop(0);
    System.setErr(stderr);
  }

  @Test
  void announce_putsTheReport_andWaitsForTheNextTime() {
    assertThat(announcer.announce()).isEqualTo(EVERY);

    assertThat(requests)
        .containsExactly("PUT /api/nodes/node%201%2F2/containers " + Json.write(REPORT));
    assertThat(log())
        .containsExactly(
            "INFO Announcer - Reporting 1 containers of node node 1/2 to " + url() + " every 10s.");
  }

  @Test
  void announce_serverRefuses_logsItsProblemOnce() {
    status = 400;
    answer =
        Json.write(
            new Problem("urn:x", "Invalid report", 400, "labels: 200, at most 128", null, null));

    Duration pause = announcer.announce();
    announcer.announce();

    assertThat(pause).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    assertThat(log())
        .containsExactly(
            "WARN Announcer - The server refused the report to "
                + url()
                + "/api/nodes/node%201%2F2/containers with 400 Invalid report: labels: 200, at most"
                + " 128. Its log, and the versions of server and agent, may tell more. Trying again"
                + " until it works.");
  }

  @Test
  void announce_serverLostAndBack_logsTheTransitionsOnly() {
    announcer.announce();
    announcer.announce();
    status = 503;
    announcer.announce();
    announcer.announce();
    status = 200;
    announcer.announce();
    announcer.announce();

    assertThat(log()).hasSize(3);
    assertThat(log().get(1)).contains("with 503 Service Unavailable.");
    assertThat(log().get(2))
        .isEqualTo("INFO Announcer - Reporting to " + url() + " again, after 0 s.");
  }

  @Test
  void announce_noServer_saysWhatWasTriedAndWhatToDo() {
    server.stop(0);

    announcer.announce();

    assertThat(log())
        .singleElement()
        .asString()
        .startsWith("WARN Announcer - Cannot report to " + url() + "/api/nodes/")
        .contains("Failed to connect to /127.0.0.1")
        .endsWith(
            "Start the server there, or set ROLLCALL_SERVER to where it is. Trying again until it"
                + " works.");
  }

  @Test
  void run_goesOnUntilInterrupted() {
    List<Duration> pauses = new ArrayList<>();
    announcer =
        announcer(
            url(),
            pause -> {
              pauses.add(pause);
              if (pauses.size() == 3) {
                throw new InterruptedException();
              }
            });

    announcer.run();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(pauses).containsExactly(EVERY, EVERY, EVERY);
    assertThat(requests).hasSize(3);
  }

  @Test
  void payload_largerThanTheServerTakes_leavesTheLabelsOut() {
    Map<String, String> labels = Map.of("a", "x".repeat(4000), "b", "y".repeat(4000));
    List<Report> many = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      many.add(labelled(Report.basic("id" + i, "web", "nginx:1", NOW, 1, 0), labels));
    }
    NodeReport large = new NodeReport(NOW, "0.1.0", null, null, many, List.of(), null, null);

    NodeReport sent =
        Json.read(new String(Payload.of(large), StandardCharsets.UTF_8), NodeReport.class);

    assertThat(sent.containers()).hasSize(600).allMatch(report -> report.labels().isEmpty());
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The log's lines without their time. */
  private List<String> log() {
    return log.toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.substring(line.indexOf(' ') + 1))
        .toList();
  }

  private static Announcer announcer(String url, Sleeper sleeper) {
    return new Announcer(
        () -> new Announcer.Announcement("node 1/2", REPORT),
        URI.create(url),
        EVERY,
        Clock.fixed(NOW, ZoneOffset.UTC),
        sleeper);
  }

  private static Report labelled(Report r, Map<String, String> labels) {
    return new Report(
        r.id(),
        r.name(),
        r.image(),
        r.timestamp(),
        r.memoryUsage(),
        r.cpuUsage(),
        r.kind(),
        r.node(),
        r.service(),
        r.task(),
        r.slot(),
        r.state(),
        r.health(),
        r.exitCode(),
        r.oomKilled(),
        r.restarts(),
        r.created(),
        r.started(),
        r.finished(),
        r.imageDigest(),
        r.ports(),
        r.networks(),
        r.limits(),
        labels);
  }
}
