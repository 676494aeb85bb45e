package rollcall.e2e.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A server that stood still, as under {@code docker pause} or a laptop's closed lid, answers what
 * was sent to it meanwhile: it must not take the time that it missed for its clients' slowness.
 */
@Tag("docker")
class PausedTest {
  private static final int REQUESTS = 200;
  private static final byte[] REQUEST =
      "GET /healthcheck HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);
  private static final String GOOD = "HTTP/1.1 200 ";

  @RegisterExtension final OneHost host = new OneHost();
  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Test
  void requests_sentToAPausedServer_areAnsweredWhenItGoesOn() throws Exception {
    host.startServer("-e", "ROLLCALL_SLOW_CLIENT_TIMEOUT=2s");
    String gateway = host.gateway();
    for (int i = 0; i < REQUESTS; i++) {
      sockets.add(new Socket(gateway, 5001));
    }
    Thread.sleep(1000); // all are accepted
    host.docker("pause", host.name("server")).ok();
    Thread.sleep(3000); // longer than slow clients are given
    for (Socket socket : sockets) {
      socket.getOutputStream().write(REQUEST);
    }
    host.docker("unpause", host.name("server")).ok();

    int answered = 0;
    for (Socket socket : sockets) {
      answered += begins(socket).equals(GOOD) ? 1 : 0;
    }
    assertThat(answered).isEqualTo(REQUESTS);
  }

  private static String begins(Socket socket) {
    try {
      socket.setSoTimeout(30_000);
      byte[] answer = socket.getInputStream().readNBytes(GOOD.length());
      return new String(answer, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return e.toString(); // reset, or nothing came
    }
  }
}
