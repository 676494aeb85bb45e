package rollcall.server.webhook;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import rollcall.common.Version;

/**
 * Sends one event at a time, each on a new connection. Error messages omit the URL's path, which is
 * a secret. It uses HttpURLConnection, because {@code java.net.http} rejects hosts like {@code
 * chat_bot}, which swarm services may have.
 */
final class WebhookSender implements AutoCloseable {
  /** Request timeout, too early, too many requests: a retry may succeed. */
  private static final Set<Integer> RETRYABLE_STATUSES = Set.of(408, 425, 429);

  private final WebhookConfig webhook;
  private final Duration timeout;
  private final ExecutorService sender =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "webhook-sender");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * The outcome of an attempt.
   *
   * @param isTaken whether the receiver accepted the event
   * @param isFinal whether a retry is useless
   */
  record Outcome(boolean isTaken, boolean isFinal, String reason) {}

  WebhookSender(WebhookConfig webhook, Duration timeout) {
    this.webhook = webhook;
    this.timeout = timeout;
  }

  Outcome send(WebhookEvent event) throws InterruptedException {
    try {
      HttpURLConnection connection = open();
      Future<Integer> status = sender.submit(() -> post(connection, event));
      try {
        return outcome(status.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
      } catch (TimeoutException e) {
        status.cancel(true);
        return timedOut();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof SocketTimeoutException) {
          return timedOut();
        }
        return new Outcome(false, false, webhook.hide(String.valueOf(e.getCause())));
      } finally {
        connection.disconnect(); // ends a thread that still waits for a response
      }
    } catch (IOException e) {
      return new Outcome(false, false, webhook.hide(e.toString()));
    }
  }

  private Outcome timedOut() {
    return new Outcome(false, false, "no response within " + timeout.toMillis() + " ms");
  }

  private HttpURLConnection open() throws IOException {
    HttpURLConnection connection = (HttpURLConnection) webhook.target().openConnection();
    connection.setConnectTimeout(Math.toIntExact(timeout.toMillis()));
    connection.setReadTimeout(Math.toIntExact(timeout.toMillis()));
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    return connection;
  }

  private int post(HttpURLConnection connection, WebhookEvent event) throws IOException {
    byte[] body = event.body().getBytes(StandardCharsets.UTF_8);
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    // In streaming mode, HttpURLConnection does not resend the body by itself.
    connection.setFixedLengthStreamingMode(body.length);
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setRequestProperty("User-Agent", "rollcall/" + Version.CURRENT);
    connection.setRequestProperty("Connection", "close");
    connection.setRequestProperty("X-Rollcall-Event", event.type().wireName());
    connection.setRequestProperty("X-Rollcall-Delivery", event.id());
    webhook
        .secret()
        .ifPresent(
            secret -> connection.setRequestProperty("X-Rollcall-Signature", sign(secret, body)));
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    try {
      return connection.getResponseCode();
    } catch (HttpRetryException e) {
      return e.responseCode(); // 401 or 407, which streaming mode throws
    }
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
    boolean isFinal = status >= 100 && status < 500 && !RETRYABLE_STATUSES.contains(status);
    String reason =
        status < 0
            ? "its response is not HTTP"
            : "it responded with "
                + status
                + (status / 100 == 3 ? "; redirects are not followed" : "");
    return new Outcome(isTaken, isFinal, reason);
  }

  @Override
  public void close() {
    sender.shutdownNow();
  }
}
