package rollcall.server.webhook;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import rollcall.common.Environment;
import rollcall.common.InvalidException;

/**
 * Settings of the webhook and of the detection of restart loops.
 *
 * @param url a secret: its path often authorizes the sender
 * @param secret the key of the signature
 * @param starts number of starts of one slot within {@code window} that are a restart loop
 */
public record WebhookConfig(URI url, Optional<String> secret, int starts, Duration window) {
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]");

  /**
   * Reads the environment; empty if no receiver is set.
   *
   * @throws InvalidException naming the invalid variable, without quoting a secret
   */
  public static Optional<WebhookConfig> of(Environment env) {
    int starts = env.integer("ROLLCALL_RESTART_LOOP_COUNT", 5, 2, 100);
    Duration window = env.duration("ROLLCALL_RESTART_LOOP_WINDOW", Duration.ofMinutes(10));
    Optional<String> secret = env.secret("ROLLCALL_WEBHOOK_SECRET");
    return env.secret("ROLLCALL_WEBHOOK_URL")
        .map(url -> new WebhookConfig(parse(url), secret, starts, window));
  }

  private static URI parse(String text) {
    try {
      URI url = new URI(text);
      String scheme = String.valueOf(url.getScheme());
      // The host may be like my_chat, which URL supports and URI does not.
      if (url.getRawAuthority() != null
          && (scheme.equals("http") || scheme.equals("https"))
          && HOST.matcher(url.toURL().getHost()).matches()) {
        return url;
      }
    } catch (URISyntaxException | MalformedURLException e) {
      // Reported below, without the value.
    }
    throw new InvalidException(
        "ROLLCALL_WEBHOOK_URL: expected like https://example.com/hook (its value is not shown)");
  }

  /** Returns scheme, host and port, without the secret path. */
  String host() {
    URL target = target();
    String port = target.getPort() < 0 ? "" : ":" + target.getPort();
    return target.getProtocol() + "://" + target.getHost() + port;
  }

  /** Returns the URL to which requests are sent. */
  URL target() {
    try {
      return URI.create(url.toASCIIString()).toURL();
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException(impossible.getClass().getName());
    }
  }

  /** Removes the secret parts of the URL from a text. */
  String hide(String text) {
    String shown = text;
    for (String part : List.of(target().toString(), target().getFile(), url.toString())) {
      shown = part.length() > 1 ? shown.replace(part, "…") : shown;
    }
    return shown;
  }

  @Override
  public String toString() {
    return host() + (secret.isPresent() ? ", signed" : ", not signed");
  }
}
