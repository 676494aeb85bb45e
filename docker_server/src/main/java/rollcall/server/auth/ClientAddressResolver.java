package rollcall.server.auth;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServletRequest;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.InetAddressSet;
import org.jspecify.annotations.Nullable;

/**
 * Determines a request's client address: the connection's address or, if that is a trusted proxy,
 * the last address in X-Forwarded-For that is not. It joins all lines of that header, since a proxy
 * may add its own line. Addresses further left may be forged.
 */
public final class ClientAddressResolver {
  private static final Pattern LITERAL =
      Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F.]*:[0-9a-fA-F:.]+");
  private static final int NETWORK = 8; // bytes of a /64, the usual network of one customer

  private final InetAddressSet proxies;

  ClientAddressResolver(InetAddressSet proxies) {
    this.proxies = proxies;
  }

  /** Returns the client's address; null if the connection is closed. */
  @Nullable InetAddress of(HttpServletRequest request) {
    InetSocketAddress remote = Request.getBaseRequest(request).getRemoteInetSocketAddress();
    InetAddress address = remote == null ? null : remote.getAddress();
    if (proxies.isEmpty() || address == null || !proxies.test(address)) {
      return address;
    }
    List<String> hops =
        Collections.list(request.getHeaders("X-Forwarded-For")).stream()
            .flatMap(line -> Arrays.stream(line.split(",", -1)))
            .toList();
    for (int i = hops.size() - 1; i >= 0; i--) {
      InetAddress hop = literal(hops.get(i).strip());
      if (hop == null) {
        return address; // the proxy's entry is unreadable: use the proxy's address
      }
      address = hop;
      if (!proxies.test(hop)) {
        return hop;
      }
    }
    return address;
  }

  /** Parses an IP address; null for a host name, which would need a DNS lookup. */
  private static @Nullable InetAddress literal(String text) {
    try {
      return LITERAL.matcher(text).matches() ? InetAddress.getByName(text) : null;
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /** Returns the key of an address for the rate limit; IPv6 addresses share one per /64. */
  public static Object key(InetAddress address) {
    return address instanceof Inet6Address
        ? HexFormat.of().formatHex(address.getAddress(), 0, NETWORK)
        : address;
  }
}
