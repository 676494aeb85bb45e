package rollcall.common;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between retries: each is twice as long as the one before, up to a limit, and by chance up
 * to a half shorter, so that clients that failed together do not come back together. For one
 * thread.
 */
public final class Backoff {
  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;
  private Duration turn;

  public Backoff(Duration first, Duration longest, RandomGenerator random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
    this.turn = first;
  }

  /** How long to wait before the next attempt. */
  public Duration next() {
    long millis = Math.max(2, turn.toMillis());
    Duration doubled = turn.multipliedBy(2);
    turn = doubled.compareTo(longest) > 0 ? longest : doubled;
    return Duration.ofMillis(random.nextLong(millis / 2, millis + 1));
  }

  /** An attempt succeeded: the next pause is the first one again. */
  public void reset() {
    turn = first;
  }
}
