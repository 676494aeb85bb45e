package rollcall.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rollcall.client.http.CancelledException;
import rollcall.client.http.ClientException;
import rollcall.client.http.Endpoint;
import rollcall.client.http.HttpClients;
import rollcall.client.http.ProblemException;
import rollcall.client.http.Target;
import rollcall.client.http.UnreachableException;

/** The change feed across connections that end, break and are re-established. */
class ChangeStreamTest {
  private final MockWebServer http = new MockWebServer();
  private final List<ClientException> losses = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    http.start();
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void next_readsEvents() throws Exception {
    http.enqueue(events("retry: 5\n\n:\n\n" + event(8) + ":\n\n" + event(9)));

    try (ChangeStream stream = stream(7)) {
      ChangeEvent first = stream.next();
      assertThat(first.revision()).isEqualTo(8);
      assertThat(first.what()).isEqualTo("node_back");
      assertThat(first.json()).isEqualTo(json(8));
      assertThat(first.change().node()).isEqualTo("n1");
      assertThat(stream.next().revision()).isEqualTo(9);
    }
    var request = http.takeRequest();
    assertThat(request.getTarget()).isEqualTo("/api/changes?since=7");
    assertThat(request.getHeaders().get("Last-Event-ID")).isEqualTo("7");
    assertThat(request.getHeaders().get("Accept")).isEqualTo("text/event-stream");
  }

  @Test
  void next_reconnectsWithoutRepeatingEvents() throws Exception {
    http.enqueue(events("retry: 5\n\n" + event(1) + event(2)));
    http.enqueue(
        events(event(2) + event(3) + ":" + "x".repeat(2000))
            .newBuilder()
            .onResponseBody(new SocketEffect.CloseSocket())
            .build());
    http.enqueue(new MockResponse.Builder().code(503).addHeader("Retry-After", "1").build());
    http.enqueue(events(event(4)));

    try (ChangeStream stream = stream(0)) {
      for (long revision = 1; revision <= 4; revision++) {
        assertThat(stream.next().revision()).isEqualTo(revision);
      }
    }
    assertThat(lastEventIds(4)).containsExactly("0", "2", "3", "3");
  }

  @Test
  void next_unknownChangeType() {
    http.enqueue(events("id: 1\nevent: beamed_up\ndata: {\"what\":\"beamed_up\"}\n\n"));

    try (ChangeStream stream = stream(0)) {
      ChangeEvent event = stream.next();
      assertThat(event.what()).isEqualTo("beamed_up");
      assertThat(event.change()).isNull();
    }
  }

  @Test
  void next_prunedRevision() {
    http.enqueue(
        new MockResponse.Builder()
            .code(410)
            .body("{\"title\":\"Gone\",\"status\":410,\"detail\":\"Too late.\",\"type\":\"x\"}")
            .build());

    try (ChangeStream stream = stream(3)) {
      assertThatThrownBy(stream::next)
          .isInstanceOfSatisfying(
              ProblemException.class, gone -> assertThat(gone.status()).isEqualTo(410))
          .hasMessage("Gone: Too late.");
    }
  }

  @Test
  void next_replacedDatabase() {
    http.enqueue(events("retry: 5\n\n" + event(1), "before"));
    http.enqueue(events("retry: 5\n\n" + event(2), "before"));
    http.enqueue(events("retry: 5\n\n" + event(3), "after"));

    try (ChangeStream stream = stream(0)) {
      assertThat(stream.next().revision()).isEqualTo(1);
      assertThat(stream.next().revision()).isEqualTo(2);
      assertThatThrownBy(stream::next)
          .isInstanceOfSatisfying(
              ProblemException.class, gone -> assertThat(gone.status()).isEqualTo(410))
          .hasMessage("Gone: The server's database was replaced.");
    }
  }

  @Test
  void next_unreachableServer() {
    http.close();

    try (ChangeStream stream = stream(0)) {
      assertThatThrownBy(stream::next)
          .isInstanceOf(UnreachableException.class)
          .hasMessageEndingWith("(connection refused)");
    }
    assertThat(losses).isEmpty();
  }

  @Test
  void next_repeatedFailuresAreReported() throws Exception {
    http.enqueue(events("retry: 5\n\n" + event(1)));
    for (int i = 0; i < 3; i++) {
      http.enqueue(
          new MockResponse.Builder().onRequestStart(new SocketEffect.CloseSocket()).build());
    }
    http.enqueue(events(event(2)));

    try (ChangeStream stream = stream(0)) {
      assertThat(stream.next().revision()).isEqualTo(1);
      assertThat(stream.next().revision()).isEqualTo(2);
    }
    assertThat(losses).hasSize(1);
  }

  @Test
  @Timeout(10)
  void next_canBeCancelled() throws Exception {
    http.enqueue(events("retry: 5\n\n").newBuilder().bodyDelay(60, TimeUnit.SECONDS).build());
    HttpClients clients = new HttpClients();
    Thread canceller =
        new Thread(
            () -> {
              try {
                http.takeRequest();
                Thread.sleep(300);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              clients.cancel();
            });
    canceller.start();

    try (ChangeStream stream = client(clients).stream(0, losses::add)) {
      assertThatThrownBy(stream::next).isInstanceOf(CancelledException.class);
    }
    canceller.join();
  }

  private ChangeStream stream(long since) {
    return client(new HttpClients()).stream(since, losses::add);
  }

  private RollcallClient client(HttpClients clients) {
    Endpoint endpoint = Endpoint.parse(Target.SERVER, "http://127.0.0.1:" + http.getPort());
    return new RollcallClient(clients, endpoint, Duration.ofSeconds(5));
  }

  private List<String> lastEventIds(int requests) throws InterruptedException {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      ids.add(http.takeRequest().getHeaders().get("Last-Event-ID"));
    }
    return ids;
  }

  private static MockResponse events(String body, String database) {
    return events(body).newBuilder().addHeader("X-Rollcall-Database", database).build();
  }

  private static MockResponse events(String body) {
    return new MockResponse.Builder()
        .addHeader("Content-Type", "text/event-stream;charset=utf-8")
        .addHeader("X-Rollcall-Revision", "7")
        .chunkedBody(body, 16)
        .build();
  }

  private static String event(long revision) {
    return "id: " + revision + "\nevent: node_back\ndata: " + json(revision) + "\n\n";
  }

  private static String json(long revision) {
    return "{\"revision\":"
        + revision
        + ",\"time\":\"2026-11-20T21:00:00Z\",\"what\":\"node_back\",\"node\":\"n1\"}";
  }
}
