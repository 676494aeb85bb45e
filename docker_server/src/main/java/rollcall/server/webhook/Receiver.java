package rollcall.server.webhook;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import rollcall.api.Version;

/** Sends one event at a time. What it says of failures names no path: that is a secret. */
final class Receiver {
  /** Too early, too many, too slow: the same may be taken later. */
  private static final Set<Integer> LATER = Set.of(408, 425, 429);

  private final Webhook webhook;
  private final Duration timeout;
  private final HttpClient client;

  /**
   * What came of it.
   *
   * @param isTaken the receiver has it
   * @param isFinal sending it again would not help
   */
  record Outcome(boolean isTaken, boolean isFinal, String why) {}

  Receiver(Webhook webhook, Duration timeout) {
    this.webhook = webhook;
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout)
            .build();
  }

  Outcome send(Notice notice) throws InterruptedException {
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(request(notice), BodyHandlers.discarding());
    try {
      return outcome(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode());
    } catch (TimeoutException e) {
      answer.cancel(true);
      return new Outcome(false, false, "no answer in " + timeout.toMillis() + " ms");
    } catch (ExecutionException e) {
      return new Outcome(false, false, String.valueOf(e.getCause()));
    }
  }

  private HttpRequest request(Notice notice) {
    byte[] body = notice.body().getBytes(StandardCharsets.UTF_8);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(webhook.url())
            .header("Content-Type", "application/json")
            .header("User-Agent", "rollcall/" + Version.CURRENT)
            .header("X-Rollcall-Event", notice.type().word())
            .header("X-Rollcall-Delivery", notice.id())
            .POST(BodyPublishers.ofByteArray(body));
    webhook
        .secret()
        .ifPresent(secret -> request.header("X-Rollcall-Signature", sign(secret, body)));
    return request.build();
  }

  private static String sign(String secret, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Outcome outcome(int status) {
    boolean isTaken = status >= 200 && status < 300;
    boolean isFinal = status < 500 && !LATER.contains(status);
    return new Outcome(isTaken, isFinal, "it answered " + status);
  }
}
