package rollcall.agent.docker;

import java.time.Duration;

/**
 * An adaptive timeout: twice the recent response time, within bounds. It tolerates a slow engine
 * and detects a hanging one early.
 */
public final class AnswerTimeout {
  private final Duration min;
  private final Duration max;
  private volatile Duration current;

  public AnswerTimeout(Duration min, Duration max) {
    this.min = min;
    this.max = max;
    this.current = min;
  }

  public Duration limit() {
    return current;
  }

  Duration max() {
    return max;
  }

  /** Adapts to the slowest of recent responses. */
  public void answered(Duration slowest) {
    current = clamp(slowest.multipliedBy(2));
  }

  /** Doubles the limit after a timeout. */
  public void timedOut() {
    current = clamp(current.multipliedBy(2));
  }

  private Duration clamp(Duration timeout) {
    return timeout.compareTo(min) < 0 ? min : timeout.compareTo(max) > 0 ? max : timeout;
  }
}
