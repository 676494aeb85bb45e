package rollcall.agent.docker;

import java.time.Duration;

/**
 * An adaptive timeout: twice as long as recent answers took, within bounds. So a slow engine is
 * waited for, and a hanging one is given up early.
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

  /** The slowest of some answers took that long. */
  public void answered(Duration slowest) {
    now = within(slowest.multipliedBy(2));
  }

  /** No answer came within the limit. */
  public void gaveUp() {
    now = within(now.multipliedBy(2));
  }

  private Duration within(Duration wanted) {
    return wanted.compareTo(least) < 0 ? least : wanted.compareTo(most) > 0 ? most : wanted;
  }
}
