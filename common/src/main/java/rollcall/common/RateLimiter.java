package rollcall.common;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How often each caller may ask: a leaky bucket a caller, as the "generic cell rate algorithm"
 * (ITU-T I.371): one number each, the time at which its bucket will be empty again.
 */
public final class RateLimiter {
  /** Callers that are told apart. More share one bucket, so that inventing names brings nothing. */
  private static final int CALLERS = 10_000;

  private static final Object OTHERS = new Object();
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final long interval;
  private final long burst;
  private final LongSupplier nanoTime;
  private final ConcurrentHashMap<Object, Long> emptyAt = new ConcurrentHashMap<>();
  private volatile long sweptAt;

  /**
   * A limiter.
   *
   * @param rate requests a second, over time; two seconds' worth may come at once
   * @param nanoTime {@link System#nanoTime}
   */
  public RateLimiter(int rate, LongSupplier nanoTime) {
    this.interval = SECOND / rate;
    this.burst = 2 * SECOND;
    this.nanoTime = nanoTime;
    this.sweptAt = nanoTime.getAsLong();
  }

  /** Takes one request of a caller into account: zero if it may come, else how long to wait. */
  public Duration ask(Object caller) {
    long now = nanoTime.getAsLong();
    Object key = emptyAt.containsKey(caller) || hasRoom(now) ? caller : OTHERS;
    long[] wait = {0};
    emptyAt.compute(
        key,
        (k, known) -> {
          long from = known == null || known - now < 0 ? now : known;
          long over = from + interval - now - burst;
          wait[0] = Math.max(over, 0);
          return over > 0 ? from : from + interval;
        });
    return Duration.ofNanos(wait[0]);
  }

  /** Forgets, once a second at most, whose buckets are empty. */
  private boolean hasRoom(long now) {
    if (emptyAt.mappingCount() < CALLERS) {
      return true;
    }
    if (now - sweptAt > SECOND) {
      sweptAt = now;
      emptyAt.values().removeIf(empty -> empty - now < 0);
    }
    return emptyAt.mappingCount() < CALLERS;
  }
}
