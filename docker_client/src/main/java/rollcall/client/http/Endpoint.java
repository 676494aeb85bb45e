package rollcall.client.http;

import java.util.Objects;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import rollcall.common.InvalidException;

/** Where a server or an agent is: its base URL, checked. */
public final class Endpoint {
  private final Target target;
  private final HttpUrl base;

  private Endpoint(Target target, HttpUrl base) {
    this.target = target;
    this.base = base;
  }

  /**
   * Reads {@code http://host:port}, or {@code host} and {@code host:port} for short.
   *
   * @throws InvalidException quoting what is no such URL
   */
  public static Endpoint parse(Target target, String text) {
    boolean bare = !text.contains("://");
    HttpUrl url = HttpUrl.parse(bare ? "http://" + text : text);
    if (url != null && !(url.username() + url.password()).isEmpty()) {
      // Not quoted: it would show the password.
      throw new InvalidException(
          "The URL of the " + target.wireName() + " carries a user or a password: leave them out");
    }
    if (url == null || url.query() != null || url.fragment() != null) {
      throw new InvalidException(
          "\"%s\" is not a URL of the %s; expected like http://10.0.0.1:%d"
              .formatted(
                  Secrets.hidden(bare ? text.replaceFirst("^.*@", "…@") : text),
                  target.wireName(),
                  target.port()));
    }
    boolean portless = bare && !text.matches("[^/]*:\\d+(/.*)?");
    return new Endpoint(target, portless ? url.newBuilder().port(target.port()).build() : url);
  }

  /** The default one on {@code host}, an address or a name. */
  public static Endpoint on(Target target, String host) {
    return on(target, host, target.port());
  }

  /** The one on {@code host} that listens on {@code port}. */
  public static Endpoint on(Target target, String host, int port) {
    return parse(target, "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
  }

  public Target target() {
    return target;
  }

  /** Whether it is on this machine's own loopback interface. */
  public boolean isLoopback() {
    String host = base.host();
    return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
  }

  /** The URL of one of its paths, like {@code /api/nodes}. */
  public HttpUrl.Builder at(String path) {
    return base.newBuilder().addPathSegments(path.substring(1));
  }

  /** The URL of an entry below one of its paths. */
  public HttpUrl at(String path, String entry) {
    // OkHttp resolves dots as any browser does; they would lead to another path.
    if (entry.isBlank() || entry.equals(".") || entry.equals("..")) {
      throw new InvalidException("\"" + entry + "\" is not a name");
    }
    return at(path).addPathSegment(entry).build();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Endpoint that && target == that.target && base.equals(that.base);
  }

  @Override
  public int hashCode() {
    return Objects.hash(target, base);
  }

  /** The base URL, without the slash at its end. */
  @Override
  public String toString() {
    String url = base.toString();
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }
}
