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
 * Where to send events, and how many starts make a restart loop.
 *
 * @param url a secret, too: its path is often all that a sender needs to know
 * @param secret what the signature is made with
 * @param starts so many of one slot within the window are a loop
 */
public record WebhookConfig(URI url, Optional<String> secret, int starts, Duration window) {
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]");

  /**
   * Reads the environment; empty where no receiver is set.
   *
   * @throws InvalidException naming the variable that is wrong, not quoting a secret
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
      // A URI has no host where that is a name like my_chat; a URL has.
      if (url.getRawAuthority() != null
          && (scheme.equals("http") || scheme.equals("https"))
          && HOST.matcher(url.toURL().getHost()).matches()) {
        return url;
      }
    } catch (URISyntaxException | MalformedURLException e) {
      // said below
    }
    throw new InvalidException(
        "ROLLCALL_WEBHOOK_URL: expected like https://example.com/hook (its value is not shown)");
  }

  /** Where it goes, without what is secret. */
  String host() {
    URL target = target();
    String port = target.getPort() < 0 ? "" : ":" + target.getPort();
    return target.getProtocol() + "://" + target.getHost() + port;
  }

  /** The URL in the form that a request is sent to. */
  URL target() {
    try {
      return URI.create(url.toASCIIString()).toURL();
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException(impossible.getClass().getName());
    }
  }

  /** A text without what is secret of the URL. */
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
