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
 * The origins whose pages may read this server's responses (CORS), in the form that browsers send.
 */
public record AllowedOrigins(Set<String> origins) {
  public static final AllowedOrigins NONE = new AllowedOrigins(Set.of());

  private static final Map<String, String> DEFAULT_PORTS = Map.of("http", "80", "https", "443");

  /** Allows _ as in the names of swarm services, which {@link java.net.URI} rejects in a host. */
  private static final Pattern ORIGIN =
      Pattern.compile("(https?)://(?:[a-z0-9_.-]+|\\[[0-9a-f:.]+])(?::([1-9]\\d{0,4}))?");

  public AllowedOrigins {
    origins = Set.copyOf(origins);
  }

  /**
   * Parses a comma-separated list; ignores empty items.
   *
   * @throws InvalidException quoting an item that browsers would never send
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
              + "\" is not a valid origin: expected like http://localhost:9000 or"
              + " https://rollcall.example.com, without a path, without :80 or :443, in lower"
              + " case");
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
