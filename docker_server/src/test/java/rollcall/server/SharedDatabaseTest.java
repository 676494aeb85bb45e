package rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.api.json.Json;
import rollcall.api.status.Status;

/** Three server processes on one database file. */
class SharedDatabaseTest {
  private static final Instant T0 = Instant.parse("2026-11-20T12:00:00Z");
  private static final int WRITERS = 32;
  private static final Duration KILLING = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final List<ServerProcess> servers = new ArrayList<>();

  @BeforeEach
  void startThreeAtOnce() throws Exception {
    for (int i = 1; i <= 3; i++) {
      servers.add(
          new ServerProcess(folder.resolve("rollcall.db"), "server." + i, List.of(), Map.of())
              .start());
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
      assertThat(status.revision()).isEqualTo(1);
      assertThat(status.replicas()).hasSize(3);
    }
    assertThat(ids).hasSize(1);
  }

  /** One process is killed with -9 every second while 32 clients write. */
  @Test
  void acknowledgedReports_surviveKill9_andAreNotDuplicated() throws Exception {
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    ConcurrentLinkedQueue<String> wrongAnswers = new ConcurrentLinkedQueue<>();
    AtomicBoolean stop = new AtomicBoolean();
    List<Thread> writers = new ArrayList<>();
    for (int w = 0; w < WRITERS; w++) {
      String name = "w" + w;
      Thread writer = new Thread(() -> write(name, acknowledged, wrongAnswers, stop));
      writer.start();
      writers.add(writer);
    }
    int kills = killOneEverySecond();
    stop.set(true);
    for (Thread writer : writers) {
      writer.join();
    }
    for (ServerProcess server : servers) {
      server.awaitAnswer();
    }

    System.out.printf("%d kills, %d reports acknowledged%n", kills, acknowledged.size());
    assertThat(wrongAnswers).isEmpty();
    assertThat(kills).isGreaterThan(20);
    assertThat(acknowledged.size()).isGreaterThan(1000);
    for (ServerProcess server : servers) {
      List<String> stored = new ArrayList<>();
      for (JsonElement report : Json.read(server.get("/service").body(), JsonArray.class)) {
        stored.add(report.getAsJsonObject().get("name").getAsString());
      }
      assertThat(stored).doesNotHaveDuplicates();
      assertThat(new HashSet<>(stored)).containsAll(acknowledged);
    }
    assertThat(integrityCheck()).isEqualTo("ok");
  }

  private int killOneEverySecond() throws Exception {
    Random random = new Random(1);
    Instant end = Instant.now().plus(KILLING);
    int kills = 0;
    while (Instant.now().isBefore(end)) {
      ServerProcess victim = servers.get(random.nextInt(servers.size()));
      victim.kill();
      kills++;
      victim.start();
      Thread.sleep(1000);
    }
    return kills;
  }

  /** Sends each report until a server acknowledges it, like a client with retries. */
  private void write(
      String name,
      Set<String> acknowledged,
      ConcurrentLinkedQueue<String> wrongAnswers,
      AtomicBoolean stop) {
    for (int i = 0; !stop.get(); i++) {
      String report = name + "-" + i;
      String json = Json.write(Reports.full(name, report, T0.plusMillis(i)));
      for (int attempt = i; !stop.get(); attempt++) {
        try {
          HttpResponse<String> answer =
              servers.get(attempt % servers.size()).post("/api/reports", json);
          if (answer.statusCode() == 201 || answer.statusCode() == 200) {
            acknowledged.add(report);
          } else {
            wrongAnswers.add(answer.statusCode() + " " + answer.body());
          }
          break;
        } catch (IOException killed) {
          // The process was killed: try the next one.
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  private String integrityCheck() throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("rollcall.db"));
        ResultSet row = connection.createStatement().executeQuery("PRAGMA integrity_check")) {
      return row.getString(1);
    }
  }

  @Test
  void aStoppedProcessThatHoldsTheLock_makesTheOthersRespond503() throws Exception {
    // It holds the lock only by chance when it is stopped: try until it does.
    for (int round = 0; round < 30; round++) {
      Thread load = new Thread(() -> postMany(servers.get(0), 300));
      load.start();
      Thread.sleep(50);
      servers.get(0).signal("STOP");
      HttpResponse<String> answer =
          servers
              .get(1)
              .post(
                  "/api/reports",
                  Json.write(Reports.full("r" + round, "r", T0.plusSeconds(round))));
      servers.get(0).signal("CONT");
      load.join();
      if (answer.statusCode() == 503) {
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(answer.body()).contains("another process");
        return;
      }
      assertThat(answer.statusCode()).isEqualTo(201);
    }
    throw new AssertionError("the lock was free each time it was stopped");
  }

  private static void postMany(ServerProcess server, int count) {
    try {
      for (int i = 0; i < count; i++) {
        server.post(
            "/api/reports",
            Json.write(Reports.full("load", "load", T0.plusNanos(System.nanoTime()))));
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
