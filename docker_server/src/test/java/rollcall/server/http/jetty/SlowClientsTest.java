package rollcall.server.http.jetty;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.util.InetAddressSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.api.container.Report;
import rollcall.api.json.Json;
import rollcall.server.auth.Limits;
import rollcall.server.http.TestServer;

/** Clients that hold connections, byte by byte over sockets; others are served meanwhile. */
class SlowClientsTest {
  private static final Duration SLOW_AFTER = Duration.ofSeconds(8);
  private static final int MORE_THAN_THREADS = 140;
  private static final int FEW = 20;
  private static final int LOOPBACK_RESERVE = 64;
  private static final String ALL = "/service";
  private static final String REPORT =
      Json.write(Report.basic("a1", "web", "i:1", TestServer.NOW, 1, 0));

  @TempDir Path folder;
  private TestServer server;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<Socket> silent = new CopyOnWriteArrayList<>();
  private final Thread dripping = new Thread(this::drip, "dripping");

  @BeforeEach
  void start() {
    start(1000);
  }

  private void start(int connections) {
    server = new TestServer(folder, new Limits(connections, 0, SLOW_AFTER, new InetAddressSet()));
    goodClientsAreServed(); // what is slow the first time is not meant here
  }

  @AfterEach
  void stop() throws Exception {
    dripping.interrupt();
    dripping.join();
    for (Socket socket : sockets) {
      socket.close();
    }
    server.close();
  }

  private Socket open(String beginning) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    sockets.add(socket);
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(beginning.getBytes(US_ASCII));
    return socket;
  }

  /** A byte now and then on each: Jetty's idle timeout would wait for ever. */
  private void drip() {
    while (!Thread.currentThread().isInterrupted()) {
      for (Socket socket : List.copyOf(sockets)) {
        if (silent.contains(socket)) {
          continue;
        }
        try {
          socket.getOutputStream().write('x');
        } catch (IOException closed) {
          // That is what is waited for.
        }
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  private static String post(int length) {
    return "POST /api/reports HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + "Content-Length: "
        + length
        + "\r\n\r\n";
  }

  /** What comes until the server closes. */
  private static String rest(Socket socket) {
    try {
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the server didn't close the connection", e);
    } catch (IOException reset) {
      return "";
    }
  }

  private void goodClientsAreServed() {
    assertThat(server.get("/api/containers").statusCode()).isEqualTo(200);
    assertThat(server.post("/api/reports", REPORT).statusCode()).isBetween(200, 201);
  }

  /** Opens connections. */
  private interface Opening {
    void open() throws IOException;
  }

  /**
   * Others are served beside slow ones that are there still afterwards, so those did not wait for
   * their end. Where the machine itself was slow, that is tried again.
   */
  private void goodClientsAreServedBeside(Opening slow) throws IOException {
    dripping.start();
    for (int attempt = 0; attempt < 10; attempt++) {
      slow.open();
      goodClientsAreServed();
      if (areAllOpen()) {
        return;
      }
      for (Socket socket : sockets) {
        socket.close();
      }
      sockets.clear();
      silent.clear();
    }
    throw new AssertionError("slow clients were cut off before others were served");
  }

  private boolean areAllOpen() throws IOException {
    for (Socket socket : sockets) {
      socket.setSoTimeout(1);
      try {
        socket.getInputStream().read();
        return false;
      } catch (SocketTimeoutException open) {
        socket.setSoTimeout(120_000);
      } catch (IOException reset) {
        return false;
      }
    }
    return true;
  }

  @Test
  void slowAndSilentHeads_areCutOff_andHoldNoOtherUp() throws IOException {
    goodClientsAreServedBeside(
        () -> {
          for (int i = 0; i < MORE_THAN_THREADS; i++) {
            open("GET / HTTP/1.1\r\nX-Slow: ");
          }
          silent.add(open(""));
          silent.add(open("\r\n"));
        });
    for (Socket socket : sockets) {
      assertThat(rest(socket)).isEmpty();
    }
  }

  @Test
  void slowBodies_areCutOff_andHoldNoOtherUp() throws IOException {
    goodClientsAreServedBeside(
        () -> {
          for (int i = 0; i < MORE_THAN_THREADS; i++) {
            open(post(100_000) + "{");
          }
        });
    for (Socket socket : sockets) {
      assertThat(rest(socket)).isEmpty();
    }
  }

  @Test
  void whoDoesNotReadTheAnswer_isCutOff() throws Exception {
    postLargeReports(9000); // more than the kernel's buffers take
    assertThat(server.get(ALL).body().length()).isGreaterThan(7_000_000);
    Socket socket = open("");
    socket.setReceiveBufferSize(4096);
    socket
        .getOutputStream()
        .write(("GET " + ALL + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(US_ASCII));
    // Writing to a connection that the other side has closed fails.
    await().between(Duration.ofSeconds(1), Duration.ofMinutes(2)).until(() -> isClosed(socket));
  }

  /** Clients that read steadily, each at 85 KB/s, and more of them than the server has threads. */
  @Test
  void slowReaders_areCutOff_andHoldNoOtherUp() throws Exception {
    postLargeReports(7000);
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < MORE_THAN_THREADS; i++) {
      Socket socket = new Socket();
      socket.setReceiveBufferSize(4096);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
      socket
          .getOutputStream()
          .write("GET /service HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
      slow.add(socket);
    }
    Thread reading = new Thread(() -> readSlowly(slow), "reading");
    reading.start();
    try {
      Set<Integer> statuses = new HashSet<>();
      long longest = 0;
      for (int i = 0; i < 20; i++) {
        long start = System.nanoTime();
        statuses.add(server.get("/healthcheck").statusCode());
        statuses.add(server.get("/ready").statusCode());
        longest = Math.max(longest, System.nanoTime() - start);
      }
      assertThat(statuses).containsExactly(200);
      assertThat(Duration.ofNanos(longest)).isLessThan(SLOW_AFTER.dividedBy(2));
      assertThat(server.get("/api/containers?limit=1").statusCode()).isEqualTo(200);
      // No other client wants a place now, so one by one they are only too slow if they really are.
      await()
          .atMost(SLOW_AFTER.multipliedBy(10))
          .until(
              () -> {
                server.get("/api/status");
                return slow.stream().filter(SlowClientsTest::isClosed).count() > FEW;
              });
    } finally {
      reading.interrupt();
      reading.join();
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  private void postLargeReports(int count) throws Exception {
    ExecutorService posting = Executors.newFixedThreadPool(64);
    List<Future<?>> posted = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Report report =
          Report.basic(
              "r" + i, "n".repeat(255), "i".repeat(500), TestServer.NOW.plusSeconds(i), 1, 0);
      posted.add(posting.submit(() -> server.storage().roster().report(report, null)));
    }
    for (Future<?> one : posted) {
      one.get();
    }
    posting.shutdown();
  }

  private static void readSlowly(List<Socket> sockets) {
    byte[] some = new byte[8500];
    while (!Thread.currentThread().isInterrupted()) {
      for (Socket socket : sockets) {
        try {
          socket
              .getInputStream()
              .read(some, 0, Math.min(some.length, socket.getInputStream().available()));
        } catch (IOException closed) {
          // That is what is waited for.
        }
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  private static boolean isClosed(Socket socket) {
    try {
      socket.getOutputStream().write('x');
      return false;
    } catch (IOException closed) {
      return true;
    }
  }

  @Test
  void aBodyInPieces_isTaken_asLongAsItKeepsComing() throws Exception {
    Socket socket = open(post(REPORT.length()));
    socket.setTcpNoDelay(true);
    for (String piece : REPORT.split("(?<=,)", -1)) {
      TimeUnit.MILLISECONDS.sleep(100);
      socket.getOutputStream().write(piece.getBytes(US_ASCII));
    }
    byte[] answer = new byte[12];
    assertThat(socket.getInputStream().readNBytes(answer, 0, 12)).isEqualTo(12);
    assertThat(new String(answer, US_ASCII)).isEqualTo("HTTP/1.1 200");
    // A second request on the connection, whose body comes with its head.
    socket.getInputStream().skipNBytes(socket.getInputStream().available());
    socket.getOutputStream().write((post(REPORT.length()) + REPORT).getBytes(US_ASCII));
    assertThat(socket.getInputStream().readNBytes(answer, 0, 12)).isEqualTo(12);
    assertThat(new String(answer, US_ASCII)).isEqualTo("HTTP/1.1 200");
  }

  @Test
  void aKeptAliveConnection_mayRest() throws Exception {
    Socket socket = open("GET /healthcheck HTTP/1.1\r\nHost: localhost\r\n\r\n");
    socket.getInputStream().read();
    TimeUnit.MILLISECONDS.sleep(SLOW_AFTER.plusMillis(1500).toMillis());
    socket.getInputStream().skipNBytes(socket.getInputStream().available());

    socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));

    assertThat(new String(socket.getInputStream().readNBytes(12), US_ASCII))
        .isEqualTo("HTTP/1.1 200");
  }

  @Test
  void moreConnectionsThanAllowed_areClosed_andRoomIsMade() throws Exception {
    server.close();
    start(FEW);
    for (int i = 0; i < FEW + LOOPBACK_RESERVE; i++) {
      open("");
    }
    // All are taken, by clients that say nothing: the next one is closed at once ...
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> rest(open("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")).isEmpty());
    // ... and soon there is room again.
    await()
        .atMost(SLOW_AFTER.multipliedBy(2))
        .until(
            () ->
                rest(open("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200"));
  }
}
