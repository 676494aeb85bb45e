package rollcall.agent.docker.container;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Addresses as sockets, containers and networks write them, made comparable. */
final class SourceAddress {
  private SourceAddress() {}

  /**
   * An address in one form: IPv4 also where it came mapped into IPv6 ({@code ::ffff:a.b.c.d}), no
   * zone, no prefix length. Empty for what is no address.
   */
  static String normal(@Nullable String address) {
    if (address == null || address.isBlank()) {
      return "";
    }
    String bare = address.split("[/%]", 2)[0].toLowerCase(Locale.ROOT);
    if (!bare.matches("[0-9a-f:.]+")) {
      return ""; // else getByName would ask the DNS
    }
    try {
      return normal(InetAddress.getByName(bare));
    } catch (UnknownHostException e) {
      return "";
    }
  }

  static String normal(InetAddress address) {
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
