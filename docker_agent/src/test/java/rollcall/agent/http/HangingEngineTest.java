package rollcall.agent.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many requests that wait for hours for an unresponsive engine. */
class HangingEngineTest {
  private final List<Socket> callers = new ArrayList<>();
  private ServerSocketChannel engine;
  private TestServer server;

  @BeforeEach
  void start(@TempDir Path dir) throws IOException {
    engine = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    engine.bind(UnixDomainSocketAddress.of(dir.resolve("docker.sock")));
    server =
        new TestServer(Optional.of("unix://" + dir.resolve("docker.sock")), Duration.ofHours(1));
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket caller : callers) {
      caller.close();
    }
    server.close();
    engine.close();
  }

  @Test
  void hundredsOfCallers_doNotDelayHealthChecks() throws IOException {
    for (int i = 0; i < 250; i++) {
      send("127.0.1." + (i + 1));
    }

    assertThat(answer(send("127.0.0.1", "/healthcheck"))).startsWith("HTTP/1.1 200");
    assertThat(answer(send("127.0.0.1", "/metrics"))).startsWith("HTTP/1.1 200");
    for (Socket refused : callers.subList(Admission.MAX_REQUESTS + 80, 250)) {
      assertThat(answer(refused))
          .startsWith("HTTP/1.1 503")
          .contains("urn:rollcall:problem:busy", "Retry-after: 2");
    }
  }

  @Test
  void oneCaller_mayHaveFewRequests() throws IOException {
    for (int i = 0; i < 60; i++) {
      send("127.0.0.2");
    }
    for (Socket refused : callers.subList(50, 60)) {
      assertThat(answer(refused))
          .startsWith("HTTP/1.1 429")
          .contains("urn:rollcall:problem:too-many-requests");
    }

    Socket other = send("127.0.0.3", "/containers");
    callers.add(other);
    other.setSoTimeout(2_000);
    try {
      // Its request waits for the engine, like the first caller's eight.
      assertThat(answer(other)).isEmpty();
    } catch (SocketTimeoutException waits) {
      assertThat(other.isConnected()).isTrue();
    }
  }

  private void send(String from) throws IOException {
    callers.add(send(from, "/containers"));
  }

  private Socket send(String from, String path) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    socket.setSoTimeout(60_000);
    String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    return socket;
  }

  private static String answer(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), US_ASCII);
  }
}
