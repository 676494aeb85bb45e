package rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that cannot start leaves nothing behind that goes on. */
class FailedStartTest {
  @TempDir Path folder;

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet();
  }

  @Test
  void aPortInUse_leavesNoThread() throws Exception {
    Set<Thread> before = threads();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Config config =
          Config.of(
              Map.of(
                  "ROLLCALL_DB",
                  "jdbc:sqlite:" + folder.resolve("rollcall.db"),
                  "ROLLCALL_WEBHOOK_URL",
                  "http://127.0.0.1:9/",
                  "ROLLCALL_PORT",
                  String.valueOf(taken.getLocalPort())));
      Server server = new Server(config, Clock.systemUTC());
      assertThat(names(before)).doesNotContain("request-log", "feed", "housekeeping", "webhook");

      assertThatThrownBy(server::start).hasMessageContaining("cannot listen on 127.0.0.1:");
      assertThat(names(before)).contains("writer", "request-log", "feed");
      server.close();
    }

    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () ->
                assertThat(names(before))
                    .doesNotContain(
                        "writer", "request-log", "feed", "housekeeping", "webhook", "http-timer"));
  }

  private static Set<String> names(Set<Thread> before) {
    return threads().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
