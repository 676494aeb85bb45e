package rollcall.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The outcome of a delivery for all kinds of responses. */
class WebhookSenderTest {
  private static final WebhookEvent EVENT =
      new WebhookEvent("id", WebhookEvent.Type.NODE_BACK, 1, "{}");

  @ParameterizedTest
  @CsvSource({
    "200,true,true",
    "204,true,true",
    "302,false,true",
    "307,false,true",
    "400,false,true",
    "401,false,true",
    "407,false,true",
    "408,false,false",
    "429,false,false",
    "500,false,false",
    "503,false,false"
  })
  void onlySuccessIsDelivery(int status, boolean isTaken, boolean isFinal) throws Exception {
    String head =
        "HTTP/1.1 " + status + " X\r\nLocation: /login\r\nWWW-Authenticate: Basic realm=x\r\n";

    WebhookSender.Outcome outcome = answer(head + "Content-Length: 0\r\n\r\n");

    assertThat(outcome.isTaken()).isEqualTo(isTaken);
    if (!isTaken) {
      assertThat(outcome.isFinal()).isEqualTo(isFinal);
    }
    assertThat(outcome.reason()).contains(String.valueOf(status)).doesNotContain("geheim");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 \r\n\r\n"})
  void aResponseThatIsNotHttp_isRetryable(String answer) throws Exception {
    WebhookSender.Outcome outcome = answer(answer);

    assertThat(outcome.isTaken()).isFalse();
    assertThat(outcome.isFinal()).isFalse();
    assertThat(outcome.reason()).doesNotContain("geheim");
  }

  @Test
  void anUnknownHost_isRetryable_andNoPathIsShown() throws Exception {
    try (WebhookSender sender = receiver("http://no_such_host.invalid/geheim", 5000)) {
      WebhookSender.Outcome outcome = sender.send(EVENT);

      assertThat(outcome.isTaken()).isFalse();
      assertThat(outcome.isFinal()).isFalse();
      assertThat(outcome.reason()).contains("no_such_host").doesNotContain("geheim");
    }
  }

  @Test
  void aReceiverThatDoesNotRespond_timesOut_andDoesNotBlockTheNextAttempt() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        WebhookSender sender =
            receiver("http://127.0.0.1:" + silent.getLocalPort() + "/geheim", 300)) {
      for (int i = 0; i < 3; i++) {
        assertThat(sender.send(EVENT).reason()).isEqualTo("no response within 300 ms");
      }
    }
  }

  private static WebhookSender.Outcome answer(String text) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        WebhookSender sender =
            receiver("http://127.0.0.1:" + server.getLocalPort() + "/geheim", 20_000)) {
      Thread thread = new Thread(() -> answer(server, text));
      thread.start();
      WebhookSender.Outcome outcome = sender.send(EVENT);
      server.close();
      thread.join();
      return outcome;
    }
  }

  private static void answer(ServerSocket server, String text) {
    try {
      while (true) {
        try (Socket socket = server.accept()) {
          InputStream in = socket.getInputStream();
          StringBuilder request = new StringBuilder();
          while (!request.toString().endsWith("{}")) {
            request.append((char) in.read());
          }
          socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }
      }
    } catch (java.io.IOException closed) {
      // the test is over
    }
  }

  private static WebhookSender receiver(String url, int millis) {
    WebhookConfig webhook =
        new WebhookConfig(URI.create(url), Optional.empty(), 5, Duration.ofMinutes(10));
    return new WebhookSender(webhook, Duration.ofMillis(millis));
  }
}
