package rollcall.server.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import rollcall.api.InvalidException;

/**
 * The origins whose pages may read this server's answers, written exactly as browsers send them.
 */
public record AllowedOrigins(Set<String> origins) {
  public static final AllowedOrigins NONE = new AllowedOrigins(Set.of());

  private static final Map<String, Integer> DEFAULT_PORTS = Map.of("http", 80, "https", 443);

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
    if (!origin.equals(asBrowsersSendIt(origin))) {
      throw new InvalidException(
          "\""
              + origin
              + "\" is no origin as browsers send it: expected like http://localhost:9000 or"
              + " https://rollcall.example.com, without a path, without :80 or :443, in lower case");
    }
    return origin;
  }

  /** Scheme, host in lower case, and the port unless it is the scheme's own. */
  private static String asBrowsersSendIt(String origin) {
    try {
      URI uri = new URI(origin.toLowerCase(Locale.ROOT));
      Integer defaultPort = DEFAULT_PORTS.get(String.valueOf(uri.getScheme()));
      if (defaultPort == null || uri.getHost() == null) {
        return "";
      }
      boolean isDefault = uri.getPort() < 0 || uri.getPort() == defaultPort;
      return uri.getScheme() + "://" + uri.getHost() + (isDefault ? "" : ":" + uri.getPort());
    } catch (URISyntaxException e) {
      return "";
    }
  }

  boolean isEmpty() {
    return origins.isEmpty();
  }

  boolean contains(String origin) {
    return origins.contains(origin);
  }
}
