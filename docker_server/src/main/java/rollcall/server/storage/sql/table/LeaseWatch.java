package rollcall.server.storage.sql.table;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Watches the lease by a monotonic clock, so that it expires even if a wrong clock set its end. */
public final class LeaseWatch {
  private final LongSupplier nanoTime;
  private Optional<DeliveryLease> last = Optional.empty();
  private long since;

  public LeaseWatch(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Checks the stored lease; returns it if it was not renewed for its whole duration.
   *
   * @param lease duration of a lease; zero never expires it
   */
  public synchronized Optional<DeliveryLease> expired(Optional<DeliveryLease> now, Duration lease) {
    if (!now.equals(last)) {
      last = now;
      since = nanoTime.getAsLong();
    }
    boolean isExpired = !lease.isZero() && nanoTime.getAsLong() - since >= lease.toNanos();
    return isExpired ? last : Optional.empty();
  }
}
