package rollcall.e2e.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import rollcall.e2e.Command;

/** {@code ./rollcall up} with ports, data and logs of its own. */
final class Up {
  final int port = freePort();
  final int agentPort = freePort();
  private final Path data;
  private final Path state;

  Up(Path folder) {
    data = folder.resolve("data");
    state = folder.resolve("state");
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** It may have to build first. */
  Command command() {
    return Command.of("./rollcall", "up", "--port", "" + port, "--agent-port", "" + agentPort)
        .with("XDG_DATA_HOME", data.toString())
        .with("XDG_STATE_HOME", state.toString())
        .within(Duration.ofMinutes(15));
  }

  Path serverLog() {
    return state.resolve("rollcall/server.log");
  }

  /** Neither its server nor its agent listens any more. */
  void leavesNothing() {
    assertThat(listens(port)).as("a server listens on " + port).isFalse();
    assertThat(listens(agentPort)).as("an agent listens on " + agentPort).isFalse();
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
