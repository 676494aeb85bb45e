package rollcall.client.http;

import java.util.Objects;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import rollcall.common.InvalidException;

/** The validated base URL of a server or an agent. */
public final class Endpoint {
  private final Target target;
  private final HttpUrl base;

  private Endpoint(Target target, HttpUrl base) {
    this.target = target;
    this.base = base;
  }

  /**
   * Parses {@code http://host:port}, {@code host:port} or {@code host}.
   *
   * @throws InvalidException if it is not such a URL
   */
  public static Endpoint parse(Target target, String text) {
    boolean bare = !text.contains("://");
    HttpUrl url = HttpUrl.parse(bare ? "http://" + text : text);
    if (url != null && !(url.username() + url.password()).isEmpty()) {
      // Not quoted: that would reveal the password.
      throw new InvalidException(
          "The URL of the " + target.wireName() + " contains a user or a password: remove them");
    }
    if (url == null || url.query() != null || url.fragment() != null) {
      throw new InvalidException(
          "\"%s\" is not a URL of the %s; expected a URL like http://10.0.0.1:%d"
              .formatted(
                  Secrets.redact(bare ? text.replaceFirst("^.*@", "…@") : text),
                  target.wireName(),
                  target.port()));
    }
    boolean hasNoPort = bare && !text.matches("[^/]*:\\d+(/.*)?");
    return new Endpoint(target, hasNoPort ? url.newBuilder().port(target.port()).build() : url);
  }

  /** The endpoint at the default port of {@code host}, an address or a name. */
  public static Endpoint on(Target target, String host) {
    return on(target, host, target.port());
  }

  /** The endpoint at this port of {@code host}. */
  public static Endpoint on(Target target, String host, int port) {
    return on(target, "http", host, port);
  }

  /** The endpoint of the same service on another host: by HTTPS if this one uses it at the port. */
  public Endpoint onHost(String host, int port) {
    return on(target, base.port() == port ? base.scheme() : "http", host, port);
  }

  private static Endpoint on(Target target, String scheme, String host, int port) {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return parse(target, scheme + "://" + name + ":" + port);
  }

  public Target target() {
    return target;
  }

  /** Whether the host is this machine's loopback interface. */
  public boolean isLoopback() {
    String host = base.host();
    return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
  }

  /** The URL of a path, like {@code /api/nodes}. */
  public HttpUrl.Builder at(String path) {
    return base.newBuilder().addPathSegments(path.substring(1));
  }

  /** The URL of an entry below a path. */
  public HttpUrl at(String path, String entry) {
    // OkHttp resolves dot segments: the URL would have another path.
    if (entry.isBlank() || entry.equals(".") || entry.equals("..")) {
      throw new InvalidException("\"" + entry + "\" is not a valid name");
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

  /** The base URL, without a trailing slash. */
  @Override
  public String toString() {
    String url = base.toString();
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }
}
