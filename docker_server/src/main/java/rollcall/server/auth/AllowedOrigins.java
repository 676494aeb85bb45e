package rollcall.server.auth;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import rollcall.common.InvalidException;

/**
 * The origins whose pages may read this server's answers, written exactly as browsers send them.
 */
public record AllowedOrigins(Set<String> origins) {
  public static final AllowedOrigins NONE = new AllowedOrigins(Set.of());

  private static final Map<String, String> DEFAULT_PORTS = Map.of("http", "80", "https", "443");

  /** A name of a swarm's service may have _ in it, which {@link java.net.URI} takes for no host. */
  private static final Pattern ORIGIN =
      Pattern.compile("(https?)://(?:[a-z0-9_.-]+|\\[[0-9a-f:.]+])(?::([1-9]\\d{0,4}))?");

  public AllowedOrigins {
    origins = Set.copyOf(origins);
  }

  /**
   * Reads a comma-separated list; empty items are left out.
   *
   * @throws InvalidException quoting the item that browsers would never send
   */
  public static AllowedOrigins parse(String list) {
    return new AllowedOrigins(
        Arrays.stream(list.split(","))
            .map(String::strip)
            .filter(item -> !item.isEmpty())
            .map(AllowedOrigins::check)
            .collect(Collectors.toSet()));
  }

  private static String check(String origin) {
    Matcher parts = ORIGIN.matcher(origin);
    if (!parts.matches() || Objects.equals(DEFAULT_PORTS.get(parts.group(1)), parts.group(2))) {
      throw new InvalidException(
          "\""
              + origin
              + "\" is no origin as browsers send it: expected like http://localhost:9000 or"
              + " https://rollcall.example.com, without a path, without :80 or :443, in lower case");
    }
    return origin;
  }

  public boolean isEmpty() {
    return origins.isEmpty();
  }

  public boolean contains(String origin) {
    return origins.contains(origin);
  }
}
