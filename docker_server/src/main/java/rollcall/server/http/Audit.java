package rollcall.server.http;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.api.Paths;
import rollcall.api.RateLimiter;
import rollcall.server.http.Credentials.Mode;
import spark.Request;

/**
 * Who wrote, or tried to: one line of the log for each request. Only where writers prove who they
 * are; of what agents send all the time only refusals are logged. No body and no token is in it. A
 * flood of writes fills no disk: the lines have a bound, too.
 */
final class Audit {
  private static final Logger LOG = LoggerFactory.getLogger("audit");
  private static final int LINES_PER_SECOND = 100;
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final boolean isOn;
  private final Addresses addresses;
  private final RateLimiter lines;
  private final LongSupplier nanoTime;
  private final AtomicLong warnAt;

  Audit(Credentials credentials, Limits limits, LongSupplier nanoTime) {
    this.isOn = credentials.mode() == Mode.ON;
    this.addresses = new Addresses(limits.proxies());
    this.lines = new RateLimiter(LINES_PER_SECOND, nanoTime);
    this.nanoTime = nanoTime;
    this.warnAt = new AtomicLong(nanoTime.getAsLong());
  }

  void answered(Request request, Identity identity, Answer answer) {
    String method = request.requestMethod();
    if (!isOn
        || method.equals("GET")
        || method.equals("HEAD")
        || (identity.isAgent() && isRoutine(answer.status()))
        || isTooMany()) {
      return;
    }
    InetAddress address = addresses.of(request.raw());
    LOG.info(
        "audit {} {} {} by \"{}\" from {}, caller \"{}\", revision {}",
        method,
        Log.escape(request.pathInfo()),
        answer.status(),
        Log.escape(identity.name()),
        address == null ? "-" : address.getHostAddress(),
        Log.escape(Recorder.caller(request.raw())),
        answer.headers().getOrDefault(Paths.REVISION, "-"));
  }

  /** 409 asks for the whole list: how an agent and a server meet. */
  private static boolean isRoutine(int status) {
    return status < 400 || status == 409;
  }

  private boolean isTooMany() {
    if (lines.ask(LOG).isZero()) {
      return false;
    }
    long now = nanoTime.getAsLong();
    long due = warnAt.get();
    // In a flood every hundredth of a second has room for a line: the warning must not come as
    // often.
    if (now - due >= 0 && warnAt.compareAndSet(due, now + MINUTE)) {
      LOG.warn("audit: more than {} writes a second; not all of them are told", LINES_PER_SECOND);
    }
    return true;
  }
}
