package rollcall.agent.announcer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The server's time, from its responses, because attestations are valid for a minute by the
 * server's clock. Before the first response, and while both clocks agree, it is the node's time.
 */
public final class ServerClock extends Clock {
  /** Smaller differences are ignored: the Date header has whole seconds. */
  private static final Duration TOLERANCE = Duration.ofSeconds(5);

  private final Clock nodeClock;
  private volatile Duration ahead = Duration.ZERO;

  public ServerClock(Clock nodeClock) {
    this.nodeClock = nodeClock;
  }

  /** Updates the difference from a response's Date header. */
  void update(Response response) {
    @Nullable Date date = response.headers().getDate("Date");
    if (date != null) {
      Duration difference = Duration.between(nodeClock.instant(), date.toInstant());
      ahead = difference.abs().compareTo(TOLERANCE) < 0 ? Duration.ZERO : difference;
    }
  }

  /** How far the server's clock is ahead of the node's; zero within the tolerance. */
  Duration ahead() {
    return ahead;
  }

  @Override
  public Instant instant() {
    return nodeClock.instant().plus(ahead);
  }

  @Override
  public ZoneId getZone() {
    return nodeClock.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return nodeClock.withZone(zone);
  }
}
