package rollcall.common;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with jitter: pauses double up to a limit, and each is randomly shortened by
 * up to half, so that clients that failed together do not retry together. Not thread-safe.
 */
public final class Backoff {
  private final Duration first;
  private final Duration max;
  private final RandomGenerator random;
  private Duration current;

  public Backoff(Duration first, Duration max, RandomGenerator random) {
    this.first = first;
    this.max = max;
    this.random = random;
    this.current = first;
  }

  /** How long to wait before the next attempt. */
  public Duration next() {
    long millis = Math.max(2, current.toMillis());
    Duration doubled = current.multipliedBy(2);
    current = doubled.compareTo(max) > 0 ? max : doubled;
    return Duration.ofMillis(random.nextLong(millis / 2, millis + 1));
  }

  /** Starts again with the first pause, after a success. */
  public void reset() {
    current = first;
  }
}
