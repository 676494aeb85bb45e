package rollcall.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.common.Environment;
import rollcall.common.InvalidException;

/** Reads the webhook's settings and shows no secret. */
class WebhookConfigTest {
  @TempDir Path folder;

  @Test
  void of_readsSecretFiles_andShowsNoSecret() throws Exception {
    Path url =
        Files.writeString(folder.resolve("url"), "https://chat.example:8443/T0/geheim?k=x\n");
    Path secret = Files.writeString(folder.resolve("secret"), "geheim\n");

    WebhookConfig webhook =
        WebhookConfig.of(
                new Environment(
                    Map.of(
                        "ROLLCALL_WEBHOOK_URL_FILE", url.toString(),
                        "ROLLCALL_WEBHOOK_SECRET_FILE", secret.toString())))
            .orElseThrow();

    assertThat(webhook.url()).hasToString("https://chat.example:8443/T0/geheim?k=x");
    assertThat(webhook.secret()).contains("geheim");
    assertThat(webhook.starts()).isEqualTo(5);
    assertThat(webhook.window()).isEqualTo(Duration.ofMinutes(10));
    assertThat(webhook).hasToString("https://chat.example:8443, signed");
  }

  @ParameterizedTest
  @CsvSource({
    "http://chat_bot:8080/geheim,http://chat_bot:8080",
    "http://my_stack_chat/geheim,http://my_stack_chat",
    "https://user:geheim@chat.example/geheim,https://chat.example",
    "http://[::1]:9000/geheim,http://[::1]:9000",
    "https://chat.example/gehéim,https://chat.example"
  })
  void anyHostOfASwarmIsTakenAndShownAlone(String url, String shown) {
    WebhookConfig webhook =
        WebhookConfig.of(new Environment(Map.of("ROLLCALL_WEBHOOK_URL", url))).orElseThrow();

    assertThat(webhook).hasToString(shown + ", not signed");
    assertThat(webhook.hide("Illegal character in " + webhook.target())).doesNotContain("geh");
  }

  @Test
  void of_withoutAUrl_isEmpty() {
    assertThat(WebhookConfig.of(new Environment(Map.of()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"geheim", "ftp://geheim/", "https://", "http:// geheim", "https:geheim"})
  void of_doesNotQuoteAWrongUrl(String url) {
    assertThatThrownBy(() -> WebhookConfig.of(new Environment(Map.of("ROLLCALL_WEBHOOK_URL", url))))
        .isInstanceOf(InvalidException.class)
        .hasMessage(
            "ROLLCALL_WEBHOOK_URL: expected like https://example.com/hook"
                + " (its value is not shown)");
  }
}
