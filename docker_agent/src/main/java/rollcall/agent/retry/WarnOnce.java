package rollcall.agent.retry;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether to log a recurring failure: once while it lasts, and at most every ten minutes if
 * it comes and goes. For one thread, or one lock.
 */
public final class WarnOnce {
  private static final long QUIET_PERIOD = TimeUnit.MINUTES.toNanos(10);

  private final LongSupplier nanoTime;
  private @Nullable Long told;
  private boolean lasts;

  /**
   * One that is not made yet.
   *
   * @param nanoTime a clock that never jumps
   */
  public WarnOnce(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The trouble is there; true where it is to be told now. */
  public boolean isDue() {
    long now = nanoTime.getAsLong();
    boolean isDue = !lasts && (told == null || now - told > QUIET_PERIOD);
    if (isDue) {
      told = now;
      lasts = true;
    }
    return isDue;
  }

  /** The trouble is over. */
  public void over() {
    lasts = false;
  }
}
