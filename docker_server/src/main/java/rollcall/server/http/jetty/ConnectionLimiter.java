package rollcall.server.http.jetty;

import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.EndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.server.auth.ClientAddressResolver;

/**
 * Closes new connections that exceed the limit; one address may have three quarters of it. Loopback
 * has an additional reserve, because health checks come from there, and swarm kills a replica whose
 * health checks fail. Jetty's ConnectionLimit would stop accepting those, too.
 */
final class ConnectionLimiter {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimiter.class);
  private static final int LOOPBACK_RESERVE = 64;

  private final int limit;
  private final int share;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentHashMap<Object, Integer> byAddress = new ConcurrentHashMap<>();

  // Refused connections, which no longer count as open. Closing them takes a while in a burst.
  private final Set<EndPoint> closing = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean refused = new AtomicBoolean();

  ConnectionLimiter(int limit) {
    this.limit = limit;
    this.share = Math.max(1, limit * 3 / 4);
  }

  /** Whether connections were refused since the last call. */
  boolean wereRefused() {
    return refused.getAndSet(false);
  }

  void opened(EndPoint client) {
    InetAddress address = client.getRemoteAddress().getAddress();
    boolean isLocal = address.isLoopbackAddress();
    int all = open.incrementAndGet();
    int ofAddress = byAddress.merge(ClientAddressResolver.key(address), 1, Integer::sum);
    if (all > limit + (isLocal ? LOOPBACK_RESERVE : 0) || (ofAddress > share && !isLocal)) {
      if (refused.compareAndSet(false, true)) {
        LOG.warn(
            "too many connections: {} are open, {} of them from {}; ROLLCALL_MAX_CONNECTIONS allows {}",
            all,
            ofAddress,
            address.getHostAddress(),
            limit);
      }
      closing.add(client);
      release(address);
      client.close();
    }
  }

  void closed(EndPoint client) {
    if (!closing.remove(client)) {
      release(client.getRemoteAddress().getAddress());
    }
  }

  private void release(InetAddress address) {
    open.decrementAndGet();
    byAddress.computeIfPresent(ClientAddressResolver.key(address), (k, n) -> n == 1 ? null : n - 1);
  }
}
