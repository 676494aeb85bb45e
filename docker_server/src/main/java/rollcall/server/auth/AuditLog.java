package rollcall.server.auth;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.api.Paths;
import rollcall.common.RateLimiter;
import rollcall.server.auth.Credentials.Mode;
import rollcall.server.http.exchange.ApiResponse;
import rollcall.server.http.exchange.LogText;
import rollcall.server.http.exchange.RequestLogger;
import spark.Request;

/**
 * Writes one audit log line per write request, at most 100 per second, if authentication is on.
 * Logs only rejected lists and heartbeats of agents, and never bodies or tokens.
 */
public final class AuditLog {
  private static final Logger LOG = LoggerFactory.getLogger("audit");
  private static final int LINES_PER_SECOND = 100;
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final boolean isOn;
  private final ClientAddressResolver clientAddresses;
  private final RateLimiter lines;
  private final LongSupplier nanoTime;
  private final AtomicLong warnAt;

  public AuditLog(Credentials credentials, Limits limits, LongSupplier nanoTime) {
    this.isOn = credentials.mode() == Mode.ON;
    this.clientAddresses = new ClientAddressResolver(limits.proxies());
    this.lines = new RateLimiter(LINES_PER_SECOND, nanoTime);
    this.nanoTime = nanoTime;
    this.warnAt = new AtomicLong(nanoTime.getAsLong());
  }

  public void answered(Request request, Principal principal, ApiResponse answer) {
    String method = request.requestMethod();
    if (!isOn
        || method.equals("GET")
        || method.equals("HEAD")
        || (principal.isAgent() && isRoutine(answer.status()))
        || isTooMany()) {
      return;
    }
    InetAddress address = clientAddresses.of(request.raw());
    LOG.info(
        "audit {} {} {} by \"{}\" from {}, caller \"{}\", revision {}",
        method,
        LogText.escape(request.pathInfo()),
        answer.status(),
        LogText.escape(principal.name()),
        address == null ? "-" : address.getHostAddress(),
        LogText.escape(RequestLogger.caller(request.raw())),
        answer.headers().getOrDefault(Paths.REVISION, "-"));
  }

  /** 409 requests the full list, which is normal when an agent meets a server. */
  private static boolean isRoutine(int status) {
    return status < 400 || status == 409;
  }

  private boolean isTooMany() {
    if (lines.ask(LOG).isZero()) {
      return false;
    }
    long now = nanoTime.getAsLong();
    long due = warnAt.get();
    // Under overload a line is allowed every 10 ms; the warning must be rarer.
    if (now - due >= 0 && warnAt.compareAndSet(due, now + MINUTE)) {
      LOG.warn("audit: more than {} writes per second; some are not logged", LINES_PER_SECOND);
    }
    return true;
  }
}
