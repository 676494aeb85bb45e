package rollcall.server.storage.sql.table;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Watches another process's lease by a monotonic clock, so that one made by a wrong clock expires,
 * too.
 */
public final class LeaseWatch {
  private final LongSupplier nanoTime;
  private Optional<DeliveryLease> last = Optional.empty();
  private long since;

  public LeaseWatch(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Takes in the lease as it is now; returns it if it was not renewed for as long as it lasts.
   *
   * @param lease how long one lasts; zero for one who only asks
   */
  public synchronized Optional<DeliveryLease> dead(Optional<DeliveryLease> now, Duration lease) {
    if (!now.equals(last)) {
      last = now;
      since = nanoTime.getAsLong();
    }
    boolean isOver = !lease.isZero() && nanoTime.getAsLong() - since >= lease.toNanos();
    return isOver ? last : Optional.empty();
  }
}
