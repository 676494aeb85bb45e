package rollcall.common;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Limits the request rate with one leaky bucket per caller. The "generic cell rate algorithm"
 * (ITU-T I.371) stores one number per bucket: the time at which it will be empty.
 */
public final class RateLimiter {
  /** Callers with their own bucket. All others share one, so that inventing names gains nothing. */
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
   * @param rate sustained requests per second; a burst may have twice as many
   * @param nanoTime {@link System#nanoTime}
   */
  public RateLimiter(int rate, LongSupplier nanoTime) {
    this.interval = SECOND / rate;
    this.burst = 2 * SECOND;
    this.nanoTime = nanoTime;
    this.sweptAt = nanoTime.getAsLong();
  }

  /** Counts one request of a caller; returns zero if it is allowed, else how long to wait. */
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

  /** Whether another bucket fits, after removing empty ones at most once per second. */
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
