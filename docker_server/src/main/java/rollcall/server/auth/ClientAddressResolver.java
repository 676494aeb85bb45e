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
 * Where a request comes from: the connection's address or, if that is one of the trusted proxies,
 * the last one in X-Forwarded-For that isn't, of all its lines together (a proxy may add a line of
 * its own). What stands before it may be forged.
 */
public final class ClientAddressResolver {
  private static final Pattern LITERAL =
      Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F.]*:[0-9a-fA-F:.]+");
  private static final int NETWORK = 8; // bytes that a provider gives a customer as one: a /64

  private final InetAddressSet proxies;

  ClientAddressResolver(InetAddressSet proxies) {
    this.proxies = proxies;
  }

  /** Null where the connection has gone. */
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
        return address; // what it says is unreadable, so it must answer for it itself
      }
      address = hop;
      if (!proxies.test(hop)) {
        return hop;
      }
    }
    return address;
  }

  /** Never a name, which would have to be looked up. */
  private static @Nullable InetAddress literal(String text) {
    try {
      return LITERAL.matcher(text).matches() ? InetAddress.getByName(text) : null;
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /** What stands for an address where callers are told apart. */
  public static Object key(InetAddress address) {
    return address instanceof Inet6Address
        ? HexFormat.of().formatHex(address.getAddress(), 0, NETWORK)
        : address;
  }
}
