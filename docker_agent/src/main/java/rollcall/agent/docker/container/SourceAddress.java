package rollcall.agent.docker.container;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Normalizes IP addresses of sockets, containers and networks for comparison. */
final class SourceAddress {
  private SourceAddress() {}

  /**
   * Normalizes an address: IPv4-mapped IPv6 ({@code ::ffff:a.b.c.d}) to IPv4, without zone and
   * prefix length. Empty for invalid addresses.
   */
  static String normalize(@Nullable String address) {
    if (address == null || address.isBlank()) {
      return "";
    }
    String bare = address.split("[/%]", 2)[0].toLowerCase(Locale.ROOT);
    if (!bare.matches("[0-9a-f:.]+")) {
      return ""; // else getByName would query DNS
    }
    try {
      return normalize(InetAddress.getByName(bare));
    } catch (UnknownHostException e) {
      return "";
    }
  }

  static String normalize(InetAddress address) {
    if (address instanceof Inet6Address six) {
      byte[] bytes = six.getAddress();
      try {
        return InetAddress.getByAddress(bytes).getHostAddress().split("%", 2)[0];
      } catch (UnknownHostException e) {
        throw new IllegalStateException(Arrays.toString(bytes), e);
      }
    }
    return address.getHostAddress();
  }
}
