package rollcall.agent.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that send their requests slowly. */
class SlowClientsTest {
  private static final int SLOW_CLIENTS = 40;
  private static final Duration TOO_LONG = Duration.ofSeconds(60);

  @TempDir Path dir;

  @Test
  void slowClients_areDisconnected_andDelayNoOthers() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try (TestServer server = new TestServer(Optional.of("unix://" + dir + "/docker.sock"))) {
      for (int i = 0; i < SLOW_CLIENTS; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        slow.add(socket);
        socket.getOutputStream().write("GET /healthcheck HTTP/1.1\r\nX-Slow: ".getBytes(US_ASCII));
      }

      assertThat(server.get("/healthcheck").statusCode()).isEqualTo(200);
      assertThat(slow.stream().noneMatch(SlowClientsTest::isClosed))
          .as("the other client did not wait")
          .isTrue();
      long end = System.nanoTime() + TOO_LONG.toNanos();
      while (!slow.stream().allMatch(SlowClientsTest::isClosed) && System.nanoTime() < end) {
        LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      }
      assertThat(slow).allMatch(SlowClientsTest::isClosed);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  /** Sends another byte, which a closed connection answers with a reset. */
  private static boolean isClosed(Socket socket) {
    try {
      socket.getOutputStream().write('x');
      return false;
    } catch (IOException closed) {
      return true;
    }
  }
}
