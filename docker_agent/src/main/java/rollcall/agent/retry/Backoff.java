package rollcall.agent.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Growing pauses between retries, each of random length between half and all of its turn's: so that
 * the agents of a swarm do not all come back in the same moment.
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

  public Duration next() {
    long millis = Math.max(2, turn.toMillis());
    Duration doubled = turn.multipliedBy(2);
    turn = doubled.compareTo(longest) > 0 ? longest : doubled;
    return Duration.ofMillis(random.nextLong(millis / 2, millis + 1));
  }

  public void reset() {
    turn = first;
  }
}
