package rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rollcall.api.json.Json;
import rollcall.api.status.Status;

/** Two server processes on one PostgreSQL, which is shut down and killed meanwhile. */
class SharedPostgresTest {
  private static final Instant T0 = Instant.parse("2026-11-20T12:00:00Z");
  private static final int WRITERS = 16;
  private static final int ROUNDS = 6;
  private static final Duration BACK_WITHIN = Duration.ofSeconds(5);

  private final List<ServerProcess> servers = new ArrayList<>();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<String> wrongAnswers = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean stop = new AtomicBoolean();
  private TestPostgres postgres;

  @BeforeEach
  void startTwoAtOnce() throws Exception {
    postgres = new TestPostgres();
    String database = postgres.newDatabase();
    for (int i = 1; i <= 2; i++) {
      servers.add(new ServerProcess(database, "server." + i, List.of(), Map.of()).start());
    }
    for (ServerProcess server : servers) {
      server.awaitAnswer();
    }
  }

  @AfterEach
  void killAll() throws Exception {
    for (ServerProcess server : servers) {
      server.kill();
    }
    postgres.close();
  }

  @Test
  void replicas_shareOneState_andListEachOther() throws Exception {
    HttpResponse<String> posted =
        servers.get(0).post("/api/reports", Json.write(Reports.full("a1", "web", T0)));

    assertThat(posted.statusCode()).isEqualTo(201);
    Set<String> ids = new HashSet<>();
    for (ServerProcess server : servers) {
      assertThat(server.get("/api/containers/a1").statusCode()).isEqualTo(200);
      Status status = Json.read(server.get("/api/status").body(), Status.class);
      ids.add(status.storage().id());
      assertThat(status.storage().kind()).isEqualTo("postgresql");
      assertThat(status.revision()).isEqualTo(1);
      assertThat(status.replicas()).hasSize(2);
    }
    assertThat(ids).hasSize(1);
  }

  /** A long poll at one replica returns as soon as the other has committed, by notification. */
  @Test
  void aChange_reachesALongPollOnTheOtherReplica() throws Exception {
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      CompletableFuture<Instant> received = received(servers.get(1), i);
      Thread.sleep(300);
      servers.get(0).post("/api/reports", Json.write(Reports.full("c" + i, "c", T0)));
      Instant acknowledged = Instant.now();
      millis.add(Duration.between(acknowledged, received.get(10, TimeUnit.SECONDS)).toMillis());
    }
    System.out.println("received after the acknowledgement, in ms: " + millis);
    assertThat(millis.stream().sorted().toList().get(5)).isLessThan(250);
  }

  private static CompletableFuture<Instant> received(ServerProcess server, int since) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            HttpResponse<String> answer = server.get("/api/changes?wait=10s&since=" + since);
            assertThat(answer.body()).contains("\"revision\":" + (since + 1));
            return Instant.now();
          } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  /** PostgreSQL ends the transaction of a stopped process; the others continue. */
  @Test
  void aStoppedProcessThatHoldsTheLock_losesIt() throws Exception {
    // It holds the lock only by chance when it is stopped: try until it does.
    for (int round = 0; round < 30; round++) {
      Thread load = new Thread(() -> postMany(servers.get(0)));
      load.start();
      Thread.sleep(100);
      servers.get(0).signal("STOP");
      Instant sent = Instant.now();
      HttpResponse<String> answer =
          servers
              .get(1)
              .post("/api/reports", Json.write(Reports.full("r", "r", T0.plusSeconds(round))));
      Duration took = Duration.between(sent, Instant.now());
      servers.get(0).signal("CONT");
      load.join();
      assertThat(answer.statusCode()).isEqualTo(201);
      if (took.toSeconds() >= 4) {
        assertThat(took).isLessThan(Duration.ofSeconds(9));
        awaitWrite(servers.get(0), round);
        return;
      }
    }
    throw new AssertionError("the turn was free each time it was stopped");
  }

  private static void postMany(ServerProcess server) {
    try {
      for (int i = 0; i < 300; i++) {
        String json = Json.write(Reports.full("load", "load", T0.plusNanos(System.nanoTime())));
        server.post("/api/reports", json);
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRestartOfTheDatabase_losesNoAcknowledgedReport() throws Exception {
    List<Thread> writers = new ArrayList<>();
    for (int w = 0; w < WRITERS; w++) {
      String name = "w" + w;
      Thread writer = new Thread(() -> write(name));
      writer.start();
      writers.add(writer);
    }
    Duration slowest = Duration.ZERO;
    for (int round = 0; round < ROUNDS; round++) {
      Thread.sleep(2000);
      int before = acknowledged.size();
      stopDatabase(round);
      // Longer than any pause between attempts.
      Thread.sleep(round % 2 == 0 ? 0 : 7000);
      postgres.start();
      Instant back = Instant.now();
      for (ServerProcess server : servers) {
        awaitWrite(server, round);
      }
      Duration took = Duration.between(back, Instant.now());
      slowest = took.compareTo(slowest) > 0 ? took : slowest;
      assertThat(acknowledged.size()).isGreaterThan(before);
    }
    stop.set(true);
    for (Thread writer : writers) {
      writer.join();
    }

    System.out.printf(
        "%d restarts, %d reports acknowledged, back after at most %d ms%n",
        ROUNDS, acknowledged.size(), slowest.toMillis());
    assertThat(slowest).isLessThan(BACK_WITHIN);
    assertThat(wrongAnswers).isEmpty();
    assertThat(acknowledged.size()).isGreaterThan(500);
    for (ServerProcess server : servers) {
      List<String> stored = new ArrayList<>();
      for (JsonElement report : Json.read(server.get("/service").body(), JsonArray.class)) {
        stored.add(report.getAsJsonObject().get("name").getAsString());
      }
      assertThat(stored).doesNotHaveDuplicates();
      assertThat(new HashSet<>(stored)).containsAll(acknowledged);
    }
  }

  private void stopDatabase(int round) throws IOException {
    if (round % 3 == 2) {
      postgres.kill9();
    } else {
      postgres.stopImmediately();
    }
  }

  private static void awaitWrite(ServerProcess server, int round) throws Exception {
    String json = Json.write(Reports.full("probe", "probe" + round, T0.plusSeconds(round)));
    Instant end = Instant.now().plusSeconds(30);
    while (server.post("/api/reports", json).statusCode() >= 300) {
      assertThat(Instant.now()).isBefore(end);
      Thread.sleep(20);
    }
  }

  /** Sends each report until a server acknowledges it; 503 is the only refusal allowed. */
  private void write(String name) {
    for (int i = 0; !stop.get(); i++) {
      String report = name + "-" + i;
      String json = Json.write(Reports.full(name, report, T0.plusMillis(i)));
      for (int attempt = i; !stop.get(); attempt++) {
        try {
          HttpResponse<String> answer =
              servers.get(attempt % servers.size()).post("/api/reports", json);
          if (answer.statusCode() < 300) {
            acknowledged.add(report);
            break;
          }
          if (answer.statusCode() != 503 || answer.headers().firstValue("Retry-After").isEmpty()) {
            wrongAnswers.add(answer.statusCode() + " " + answer.body());
          }
          Thread.sleep(50);
        } catch (IOException | InterruptedException e) {
          wrongAnswers.add(e.toString());
        }
      }
    }
  }
}
