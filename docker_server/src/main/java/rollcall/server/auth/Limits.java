package rollcall.server.auth;

import java.time.Duration;
import org.eclipse.jetty.util.InetAddressSet;
import rollcall.common.InvalidException;

/**
 * Limits on what callers may use of this server.
 *
 * @param connections maximum number of open connections
 * @param callerRate maximum requests per second per caller; 0 disables the limit
 * @param slowAfter how long a client may be slow; zero disables the limit
 * @param proxies trusted proxies, which forward their clients' addresses
 */
public record Limits(int connections, int callerRate, Duration slowAfter, InetAddressSet proxies) {
  public static final Limits DEFAULT =
      new Limits(2048, 1000, Duration.ofSeconds(10), new InetAddressSet());

  /**
   * Reads a list of addresses.
   *
   * @param name of the setting
   * @param list addresses, networks ({@code 10.0.0.0/8}) and ranges, comma-separated
   * @throws InvalidException naming the setting and quoting the invalid item
   */
  public static InetAddressSet proxies(String name, String list) {
    InetAddressSet proxies = new InetAddressSet();
    for (String item : list.split(",", -1)) {
      try {
        if (!item.isBlank()) {
          proxies.add(item.strip());
        }
      } catch (IllegalArgumentException e) {
        throw new InvalidException(
            name + "=\"" + item.strip() + "\": expected an address, or a network like 10.0.0.0/8");
      }
    }
    return proxies;
  }

  /** For the log. */
  @Override
  public String toString() {
    return connections
        + " connections, "
        + (callerRate == 0 ? "any number of" : callerRate)
        + " requests/s per caller, slow clients "
        + (slowAfter.isZero() ? "allowed" : "disconnected after " + slowAfter)
        + ", trusted proxies "
        + (proxies.isEmpty() ? "none" : String.join(", ", proxies));
  }
}
