package rollcall.agent.retry;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether to log a recurring failure: once while it lasts, and at most every ten minutes if
 * it is intermittent. Not thread-safe.
 */
public final class WarnOnce {
  private static final long QUIET_PERIOD = TimeUnit.MINUTES.toNanos(10);

  private final LongSupplier nanoTime;
  private @Nullable Long told;
  private boolean lasts;

  /**
   * Creates an instance without a failure yet.
   *
   * @param nanoTime a monotonic clock
   */
  public WarnOnce(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Registers a failure; returns true if it should be logged now. */
  public boolean isDue() {
    long now = nanoTime.getAsLong();
    boolean isDue = !lasts && (told == null || now - told > QUIET_PERIOD);
    if (isDue) {
      told = now;
      lasts = true;
    }
    return isDue;
  }

  /** Registers a success. */
  public void over() {
    lasts = false;
  }
}
