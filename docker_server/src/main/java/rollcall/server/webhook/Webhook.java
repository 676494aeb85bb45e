package rollcall.server.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import rollcall.api.Environment;
import rollcall.api.InvalidException;

/**
 * The receiver of events, and when starts are a loop.
 *
 * @param url a secret, too: its path is often all that a sender needs to know
 * @param secret what the signature is made with
 * @param starts so many of one slot within the window are a loop
 */
public record Webhook(URI url, Optional<String> secret, int starts, Duration window) {
  /**
   * Reads the environment; empty where no receiver is set.
   *
   * @throws InvalidException naming the variable that is wrong, not quoting a secret
   */
  public static Optional<Webhook> of(Environment env) {
    int starts = env.integer("ROLLCALL_WEBHOOK_STARTS", 5, 2, 100);
    Duration window = env.duration("ROLLCALL_WEBHOOK_WINDOW", Duration.ofMinutes(10));
    Optional<String> secret = env.secret("ROLLCALL_WEBHOOK_SECRET");
    return env.secret("ROLLCALL_WEBHOOK_URL")
        .map(url -> new Webhook(parse(url), secret, starts, window));
  }

  private static URI parse(String text) {
    try {
      URI url = new URI(text);
      String scheme = String.valueOf(url.getScheme());
      if (url.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
        return url;
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw new InvalidException(
        "ROLLCALL_WEBHOOK_URL: expected like https://example.com/hook (its value is not shown)");
  }

  /** Where it goes, without what is secret. */
  String host() {
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return url.getScheme() + "://" + url.getHost() + port;
  }

  @Override
  public String toString() {
    return host() + (secret.isPresent() ? ", signed" : ", not signed");
  }
}
