package rollcall.server.auth;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import rollcall.api.Paths;
import rollcall.common.RateLimiter;
import rollcall.server.auth.Authenticator.Expected;
import rollcall.server.auth.Authenticator.Permission;
import rollcall.server.http.exchange.ProblemException;
import spark.Request;

/**
 * Lets requests in, or not: who it is, whether it may, and whether it comes too often. A caller is
 * an agent, container or operator that proves its identity; else an address, for want of better:
 * behind the routing mesh all of a node have one. Loopback is not limited: this machine's own
 * programs.
 */
public final class AdmissionControl {
  private final Authenticator authenticator;
  private final ClientAddressResolver clientAddresses;
  private final @Nullable RateLimiter limiter;

  public AdmissionControl(Authenticator authenticator, Limits limits, LongSupplier nanoTime) {
    this.authenticator = authenticator;
    this.clientAddresses = new ClientAddressResolver(limits.proxies());
    this.limiter = limits.callerRate() == 0 ? null : new RateLimiter(limits.callerRate(), nanoTime);
  }

  /** Throws the problem of a caller who may not, or not now. */
  public Principal admit(Request request, Permission need) {
    Principal principal = Principal.UNKNOWN;
    try {
      principal = authenticator.check(request, need);
    } finally {
      // A refused caller is counted as well, or guessing would be free.
      limit(request, principal);
    }
    return principal;
  }

  /** Throws the problem of a statement that is not the expected one. */
  public void verifyBinding(Request request, @Nullable Expected expected) {
    if (expected != null) {
      authenticator.verifyBinding(request, expected);
    }
  }

  private void limit(Request request, Principal principal) {
    if (limiter == null || Paths.isProbe(request.pathInfo())) {
      return;
    }
    InetAddress address = clientAddresses.of(request.raw());
    if (address == null || address.isLoopbackAddress()) {
      return;
    }
    Duration wait =
        limiter.ask(principal.authenticated() ? principal : ClientAddressResolver.key(address));
    if (!wait.isZero()) {
      throw new ProblemException(
          429,
          "More requests came from "
              + (principal.authenticated() ? principal.name() : address.getHostAddress())
              + " than one caller may send.",
          "Wait as long as Retry-After says. The server's ROLLCALL_RATE_LIMIT sets the limit; a"
              + " caller with a token has a limit of its own, apart from its address.",
          Map.of("Retry-After", String.valueOf(wait.toSeconds() + 1)));
    }
  }
}
