package rollcall.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.api.container.Report;
import rollcall.api.container.State;
import rollcall.api.json.Json;
import rollcall.api.node.NodeReport;

/** Many streams and large responses of one server with a heap of 64 MB, as in the image. */
class StreamLoadTest {
  private static final int STREAMS = 300;
  private static final int CHANGES = 800;
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir Path folder;
  private ServerProcess server;
  private final List<Socket> sockets = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    server =
        new ServerProcess(
                folder.resolve("rollcall.db"),
                "server.1",
                List.of(),
                Map.of("ROLLCALL_RATE_LIMIT", "0"))
            .start()
            .awaitAnswer();
  }

  @AfterEach
  void stop() throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
    server.kill();
  }

  /** Adds containers with one list, and waits until the feed has them; returns the revision. */
  private long change(String node, int count) throws Exception {
    Instant now = Instant.now();
    Map<String, String> labels = Map.of("a", "x".repeat(1000));
    List<Report> containers =
        IntStream.range(0, count)
            .mapToObj(i -> Reports.full(node + i, "c", now, node, State.RUNNING, 1, labels))
            .toList();
    String list =
        Json.write(new NodeReport(now, "0.1.0", null, null, containers, List.of(), null, null));
    assertThat(server.put("/api/nodes/" + node + "/containers", list).statusCode()).isEqualTo(200);
    return Long.parseLong(
        server.get("/api/status").headers().firstValue("X-Rollcall-Revision").orElseThrow());
  }

  private Socket open(long since) throws Exception {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    sockets.add(socket);
    socket.getOutputStream().write(request(since));
    return socket;
  }

  private static byte[] request(long since) {
    return ("GET /api/changes?since="
            + since
            + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n")
        .getBytes(US_ASCII);
  }

  private double metric(String name) throws Exception {
    return server
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .sum();
  }

  /** Reads the available bytes without waiting. */
  private static String available(Socket socket) throws Exception {
    int length = socket.getInputStream().available();
    return new String(socket.getInputStream().readNBytes(length), US_ASCII);
  }

  @Test
  void streamsAtDifferentPositions_getAllLaterChanges() throws Exception {
    long newest = change("n1", CHANGES);
    for (int i = 0; i < STREAMS; i++) {
      open(i);
    }
    assertAllHear(newest);
    assertAllHear(change("n2", 1));
  }

  private void assertAllHear(long revision) {
    String wanted = "id: " + revision + "\n";
    Map<Socket, String> ends = new HashMap<>();
    await()
        .atMost(LONG)
        .until(
            () -> {
              for (Socket socket : sockets) {
                String end = ends.getOrDefault(socket, "");
                if (!end.contains(wanted)) {
                  String text = end + available(socket);
                  boolean isThere = text.contains(wanted);
                  ends.put(
                      socket, isThere ? wanted : text.substring(Math.max(0, text.length() - 30)));
                }
              }
              return ends.values().stream().allMatch(wanted::equals);
            });
  }

  @Test
  void streamsThatDoNotRead_doNotBlockOthers() throws Exception {
    for (int i = 0; i < 4; i++) {
      change("n" + i, CHANGES);
    }
    for (int i = 0; i < STREAMS; i++) {
      Socket socket = new Socket();
      socket.setReceiveBufferSize(4096);
      socket.connect(server.address());
      socket.getOutputStream().write(request(i));
      sockets.add(socket);
    }
    await().atMost(LONG).until(() -> metric("rollcall_watchers") >= STREAMS / 2);
    long newest = change("last", 1);
    try (Socket reader = open(0)) {
      StringBuilder received = new StringBuilder();
      await()
          .atMost(LONG)
          .until(() -> received.append(available(reader)).indexOf("id: " + newest + "\n") >= 0);
    }
  }

  /** More clients than threads; each requests a page of 2 MB and does not read it. */
  @Test
  void largeResponsesThatAreNotRead_doNotFillTheHeap() throws Exception {
    Instant now = Instant.now();
    Map<String, String> labels = Map.of("a", "x".repeat(1900), "ä", "漢😀".repeat(10));
    for (String node : List.of("n1", "n2")) {
      List<Report> containers =
          IntStream.range(0, 500)
              .mapToObj(i -> Reports.full(node + i, "c", now, node, State.RUNNING, 1, labels))
              .toList();
      String list =
          Json.write(new NodeReport(now, "0.1.0", null, null, containers, List.of(), null, null));
      assertThat(server.put("/api/nodes/" + node + "/containers", list).statusCode())
          .isEqualTo(200);
    }
    String page = "/api/containers?limit=1000";
    byte[] request = ("GET " + page + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(US_ASCII);
    for (int i = 0; i < 150; i++) {
      Socket socket = new Socket();
      socket.setReceiveBufferSize(4096);
      socket.connect(server.address());
      for (int more = 0; more < 4; more++) { // a single one may fit into the kernel's buffers
        socket.getOutputStream().write(request);
      }
      sockets.add(socket);
    }
    await()
        .atMost(LONG)
        .ignoreExceptions()
        .until(() -> server.get(page).body().endsWith("}") && server.process().isAlive());
    assertThat(server.get("/healthcheck").statusCode()).isEqualTo(200);
    assertThat(server.log()).doesNotContain("OutOfMemory");
  }

  @Test
  void resetStreams_releaseTheirPermits_andAreNotLogged() throws Exception {
    change("n0", 20);
    for (int i = 0; i < 1500; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
      socket.getOutputStream().write(request(i % 20));
      if (i % 3 == 0) {
        socket.getInputStream().read();
      }
      socket.setSoLinger(true, 0);
      socket.close();
    }
    int round = 1;
    while (metric("rollcall_watchers") > 0 && round < 60) {
      change("n" + round++, 1); // closed connections are detected by a write
    }
    assertThat(metric("rollcall_watchers")).isZero();
    assertThat(server.log().lines().filter(line -> !line.startsWith("  ")).count())
        .as(server.log())
        .isLessThan(20);
    assertThat(server.log()).doesNotContain("Exception");
  }
}
