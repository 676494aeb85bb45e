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
 * Authenticates requests, checks their permission, and limits the rate per caller. A caller is an
 * authenticated agent, container or operator, otherwise an address; behind the routing mesh all
 * clients of a node share one address. Requests from loopback are not limited.
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

  /** Returns the caller; throws 401, 403 or 429 if it is not admitted. */
  public Principal admit(Request request, Permission need) {
    Principal principal = Principal.UNKNOWN;
    try {
      principal = authenticator.check(request, need);
    } finally {
      // Rejected requests count, too; otherwise tokens could be guessed at any rate.
      limit(request, principal);
    }
    return principal;
  }

  /** Throws 403 if the request's attestation is not the expected one. */
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
          "The rate limit per caller is exceeded by "
              + (principal.authenticated() ? principal.name() : address.getHostAddress())
              + ".",
          "Retry after the time in Retry-After. The server's ROLLCALL_RATE_LIMIT sets the limit;"
              + " callers with a token are limited separately from their address.",
          Map.of("Retry-After", String.valueOf(wait.toSeconds() + 1)));
    }
  }
}
