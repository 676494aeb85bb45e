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
  private @Nullable Long lastWarnedAt;
  private boolean active;

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
    boolean isDue = !active && (lastWarnedAt == null || now - lastWarnedAt > QUIET_PERIOD);
    if (isDue) {
      lastWarnedAt = now;
      active = true;
    }
    return isDue;
  }

  /** Registers a success. */
  public void reset() {
    active = false;
  }
}
