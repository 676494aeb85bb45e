package rollcall.agent.announcer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The server's time, learnt from its responses: attestations are valid for a minute of it, and a
 * node with a wrong clock must be able to report. Before the first response, and while the two
 * clocks agree, it is the node's own time.
 */
public final class ServerClock extends Clock {
  /** Clocks that differ by less are left alone: the server tells whole seconds. */
  private static final Duration TOLERANCE = Duration.ofSeconds(5);

  private final Clock own;
  private volatile Duration ahead = Duration.ZERO;

  public ServerClock(Clock own) {
    this.own = own;
  }

  /** Learns from any answer that tells its time. */
  void heard(Response response) {
    @Nullable Date date = response.headers().getDate("Date");
    if (date != null) {
      Duration difference = Duration.between(own.instant(), date.toInstant());
      ahead = difference.abs().compareTo(TOLERANCE) < 0 ? Duration.ZERO : difference;
    }
  }

  /** How far the server's clock is ahead of the node's; zero while they agree. */
  Duration ahead() {
    return ahead;
  }

  @Override
  public Instant instant() {
    return own.instant().plus(ahead);
  }

  @Override
  public ZoneId getZone() {
    return own.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return own.withZone(zone);
  }
}
