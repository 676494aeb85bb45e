package rollcall.server.http;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import rollcall.api.Paths;
import rollcall.api.RateLimiter;
import rollcall.server.http.Access.Expected;
import rollcall.server.http.Access.Need;
import spark.Request;

/**
 * Lets requests in, or not: who it is, whether it may, and whether it comes too often. A caller is
 * an agent, container or operator that proves its identity; else an address, for want of better:
 * behind the routing mesh all of a node have one. Loopback is not limited: this machine's own
 * programs.
 */
final class Entrance {
  private final Access access;
  private final Addresses addresses;
  private final @Nullable RateLimiter limiter;

  Entrance(Access access, Limits limits, LongSupplier nanoTime) {
    this.access = access;
    this.addresses = new Addresses(limits.proxies());
    this.limiter = limits.callerRate() == 0 ? null : new RateLimiter(limits.callerRate(), nanoTime);
  }

  /** Throws the problem of a caller who may not, or not now. */
  Identity admit(Request request, Need need) {
    Identity identity = Identity.UNKNOWN;
    try {
      identity = access.check(request, need);
    } finally {
      // A refused caller is counted as well, or guessing would be free.
      limit(request, identity);
    }
    return identity;
  }

  /** Throws the problem of a statement that is not the expected one. */
  void confirm(Request request, @Nullable Expected expected) {
    if (expected != null) {
      access.confirm(request, expected);
    }
  }

  private void limit(Request request, Identity identity) {
    if (limiter == null || Paths.isProbe(request.pathInfo())) {
      return;
    }
    InetAddress address = addresses.of(request.raw());
    if (address == null || address.isLoopbackAddress()) {
      return;
    }
    Duration wait = limiter.ask(identity.isProven() ? identity : Addresses.key(address));
    if (!wait.isZero()) {
      throw new ProblemException(
          429,
          "More requests came from "
              + (identity.isProven() ? identity.name() : address.getHostAddress())
              + " than one caller may send.",
          "Wait as Retry-After says. The server's ROLLCALL_CALLER_RATE is the limit; who shows a"
              + " token is counted apart from its address.",
          Map.of("Retry-After", String.valueOf(wait.toSeconds() + 1)));
    }
  }
}
