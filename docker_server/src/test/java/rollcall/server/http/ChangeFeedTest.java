package rollcall.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.api.Problem;
import rollcall.api.history.Change;
import rollcall.api.history.ChangePage;
import rollcall.api.json.Json;
import rollcall.api.status.Status;
import rollcall.server.Reports;
import rollcall.server.storage.Retention;

/** The change feed, over real HTTP, from two servers on one database. */
class ChangeFeedTest {
  private static final Instant T0 = Instant.parse("2026-11-20T12:00:00Z");

  @TempDir Path folder;
  private TestServer server;
  private TestServer other;

  @BeforeEach
  void start() {
    server = new TestServer(folder);
    other = new TestServer(folder);
  }

  @AfterEach
  void stop() {
    server.close();
    other.close();
  }

  @Test
  void poll_givesWhatFollowsARevision() {
    post(server, 3);

    ChangePage changes = changes(other.get("/api/changes?since=1"));

    assertThat(changes.changes()).extracting(Change::revision).containsExactly(2L, 3L);
    assertThat(changes.changes().get(0).what()).isEqualTo(Change.What.APPEARED);
    assertThat(changes.changes().get(0).container().report().id()).isEqualTo("c2");
    assertThat(changes.revision()).isEqualTo(3);
  }

  @Test
  void longPoll_answersSoonAfterAChangeThroughAnotherReplica() throws Exception {
    CompletableFuture<HttpResponse<String>> waiting =
        CompletableFuture.supplyAsync(() -> other.get("/api/changes?since=0&wait=20s"));
    Thread.sleep(500);
    assertThat(waiting).isNotDone();

    post(server, 1);

    assertThat(changes(waiting.get()).changes()).hasSize(1);
  }

  @Test
  void longPoll_answersEmptyWhenNothingHappens() {
    post(server, 7);

    ChangePage changes = changes(server.get("/api/changes?since=7&wait=200ms"));

    assertThat(changes.changes()).isEmpty();
    assertThat(changes.revision()).isEqualTo(7);
  }

  @Test
  void prunedRevisions_answer410WithWhereToStart() {
    post(server, 30);
    while (server.storage().prune(new Retention(1000, 1000, 5, Duration.ofDays(1))) > 0) {}

    HttpResponse<String> answer = other.get("/api/changes?since=3");

    assertThat(answer.statusCode()).isEqualTo(410);
    assertThat(Json.read(answer.body(), Problem.class).detail())
        .isEqualTo(
            "The changes after revision 3 are no longer stored; the oldest stored change follows"
                + " revision 25.");
  }

  /**
   * A client that followed a database whose older state was restored would miss what is new there.
   */
  @Test
  void revisionsThatAreYetToCome_answer410() {
    post(server, 3);

    for (String path : List.of("/api/changes?since=4", "/api/changes?since=4&wait=20s")) {
      HttpResponse<String> answer = other.get(path);

      assertThat(answer.statusCode()).isEqualTo(410);
      assertThat(Json.read(answer.body(), Problem.class).detail())
          .isEqualTo("Revision 4 does not exist; the newest revision is 3.");
    }
  }

  /** As an older state of a database leaves it. */
  @Test
  void stream_endsWhereTheRevisionsWentBack() throws Exception {
    post(server, 9);
    try (Stream stream = new Stream(other, 9)) {
      await().until(() -> other.feed().subscribers() == 1);
      try (Connection database =
              DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("rollcall.db"));
          Statement sql = database.createStatement()) {
        sql.execute("DELETE FROM change WHERE revision > 5");
        sql.execute("UPDATE revision SET value = 5");
      }

      assertThat(stream.rest()).contains("retry: ");
      assertThat(other.get("/api/changes?since=9").statusCode()).isEqualTo(410);
    }
  }

  @Test
  void everyAnswer_namesTheDatabase() {
    String id = Json.read(server.get("/api/status").body(), Status.class).storage().id();

    for (String path : List.of("/api/containers", "/api/changes", "/healthcheck", "/nope")) {
      assertThat(other.get(path).headers().firstValue("X-Rollcall-Database")).contains(id);
    }
  }

  @Test
  void stream_tellsEachRevisionOnceThrough100ReconnectsToRandomReplicas() throws Exception {
    Random random = new Random(3);
    List<TestServer> replicas = List.of(server, other);
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger posted = new AtomicInteger();
    Thread changes =
        new Thread(
            () -> {
              while (!stop.get()) {
                post(replicas.get(posted.get() % 2), 1, posted.getAndIncrement());
              }
            });
    changes.start();
    List<Long> seen = new ArrayList<>();
    for (int round = 0; round < 100; round++) {
      TestServer replica = replicas.get(random.nextInt(2));
      try (Stream stream = new Stream(replica, seen.isEmpty() ? 0 : seen.get(seen.size() - 1))) {
        for (int i = random.nextInt(5); i >= 0; i--) {
          seen.add(stream.nextId());
        }
      }
    }
    stop.set(true);
    changes.join();

    assertThat(seen.size()).isGreaterThan(100);
    assertThat(seen)
        .isEqualTo(IntStream.rangeClosed(1, seen.size()).mapToObj(Long::valueOf).toList());
  }

  @Test
  void stream_tellsWhatIsNewInOneChunk() throws Exception {
    post(server, 3);
    try (Stream stream = new Stream(server, 0)) {
      assertThat(stream.nextId()).isEqualTo(1);

      assertThat(stream.linesUntil("id: 3"))
          .allMatch(
              line -> line.isEmpty() || line.matches("(id|event|data): .*"), "in no new chunk");
    }
  }

  @Test
  void stream_endsWithARetryWhenTheReplicaDrains() throws Exception {
    try (Stream stream = new Stream(server, 0)) {
      await().until(() -> server.feed().subscribers() == 1);

      server.feed().close();

      assertThat(stream.rest()).contains("retry: ");
      assertThat(server.feed().subscribers()).isZero();
    }
  }

  @Test
  void stream_oneThatDoesNotReadIsCutOff() throws Exception {
    try (Stream stream = new Stream(server, 0)) {
      await().until(() -> server.feed().subscribers() == 1);
      String big = "x".repeat(4000);
      for (int i = 0; i < 4000 && server.feed().subscribers() > 0; i++) {
        server.post(
            "/api/reports",
            Json.write(
                Reports.full(
                    "c" + i,
                    "c",
                    T0,
                    "n1",
                    rollcall.api.container.State.RUNNING,
                    1,
                    java.util.Map.of("a", big, "b", big))));
      }
      await().until(() -> server.feed().subscribers() == 0);
    }
  }

  private static void post(TestServer server, int count) {
    post(server, count, 0);
  }

  private static void post(TestServer server, int count, int from) {
    for (int i = 1; i <= count; i++) {
      int n = from + i;
      assertThat(
              server.post("/api/reports", Json.write(Reports.full("c" + n, "c", T0))).statusCode())
          .isEqualTo(201);
    }
  }

  private static ChangePage changes(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    return Json.read(answer.body(), ChangePage.class);
  }

  /** A client of the stream, with its own socket. */
  private static final class Stream implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    Stream(TestServer server, long lastEventId) throws Exception {
      socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          ("GET /api/changes HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nLast-Event-ID: "
                  + lastEventId
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 OK");
    }

    long nextId() throws Exception {
      String line;
      do {
        line = in.readLine();
        assertThat(line).as("the stream goes on").isNotNull();
      } while (!line.startsWith("id: "));
      return Long.parseLong(line.substring(4));
    }

    List<String> linesUntil(String last) throws Exception {
      List<String> lines = new ArrayList<>();
      for (String line = in.readLine(); !last.equals(line); line = in.readLine()) {
        lines.add(line);
      }
      return lines;
    }

    String rest() throws Exception {
      StringBuilder rest = new StringBuilder();
      for (String line = in.readLine(); line != null && !line.equals("0"); line = in.readLine()) {
        rest.append(line).append('\n');
      }
      return rest.toString();
    }

    @Override
    public void close() throws Exception {
      socket.close();
    }
  }
}
