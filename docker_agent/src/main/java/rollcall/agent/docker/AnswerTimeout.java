package rollcall.agent.docker;

import java.time.Duration;

/**
 * An adaptive timeout: twice the recent response time, within bounds. It tolerates a slow engine
 * and detects a hanging one early.
 */
public final class AnswerTimeout {
  private final Duration least;
  private final Duration most;
  private volatile Duration now;

  public AnswerTimeout(Duration least, Duration most) {
    this.least = least;
    this.most = most;
    this.now = least;
  }

  public Duration limit() {
    return now;
  }

  Duration most() {
    return most;
  }

  /** Adapts to the slowest of recent responses. */
  public void answered(Duration slowest) {
    now = within(slowest.multipliedBy(2));
  }

  /** Doubles the limit after a timeout. */
  public void gaveUp() {
    now = within(now.multipliedBy(2));
  }

  private Duration within(Duration wanted) {
    return wanted.compareTo(least) < 0 ? least : wanted.compareTo(most) > 0 ? most : wanted;
  }
}
