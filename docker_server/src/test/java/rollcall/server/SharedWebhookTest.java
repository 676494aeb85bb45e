package rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.api.json.Json;
import rollcall.server.webhook.TestReceiver;

/** One webhook, two server processes. */
class SharedWebhookTest {
  @TempDir Path folder;

  @Test
  void events_areDeliveredOnce_alsoWhenTheFirstReplicaIsKilled() throws Exception {
    try (TestReceiver receiver = new TestReceiver()) {
      Path secret = Files.writeString(folder.resolve("secret"), "schluessel");
      Map<String, String> settings =
          Map.of(
              "ROLLCALL_WEBHOOK_URL", receiver.url().toString(),
              "ROLLCALL_WEBHOOK_SECRET_FILE", secret.toString());
      Path database = folder.resolve("rollcall.db");
      ServerProcess first =
          new ServerProcess(database, "server.1", List.of(), settings).start().awaitAnswer();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> first.log().contains("webhook: delivering to"));
      ServerProcess second =
          new ServerProcess(database, "server.2", List.of(), settings).start().awaitAnswer();
      try {
        die(second, "a1");
        await().atMost(Duration.ofSeconds(60)).until(() -> receiver.taken().size() == 1);
        first.kill();
        die(second, "b2");
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> receiver.taken().stream().anyMatch(event -> isOf("b2", event)));

        // Killed before it stored that a1 was delivered, the first leaves it to the second.
        assertThat(receiver.taken().stream().map(TestReceiver.Taken::id).distinct()).hasSize(2);
        assertThat(receiver.taken().stream().filter(event -> isOf("b2", event))).hasSize(1);
        assertThat(second.get("/metrics").body()).contains("rollcall_webhook_delivered_total ");
        assertThat(second.terminate()).isEqualTo(143);
        assertThat(first.log() + second.log())
            .contains("webhook: http://127.0.0.1:", ", signed")
            .doesNotContain("geheim", "schluessel");
      } finally {
        first.kill();
        second.kill();
      }
    }
  }

  private static boolean isOf(String id, TestReceiver.Taken event) {
    return event.body().contains("\"id\":\"" + id + "\"");
  }

  private static void die(ServerProcess server, String id) throws Exception {
    HttpResponse<String> answer =
        server.post("/api/reports", Json.write(Reports.ended(id, id, Instant.now(), 1)));
    assertThat(answer.statusCode()).isEqualTo(201);
  }
}
