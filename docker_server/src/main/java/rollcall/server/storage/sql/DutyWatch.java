package rollcall.server.storage.sql;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Watches another's lease by a steady clock: one that was made by a wrong clock ends, too. */
final class DutyWatch {
  private final LongSupplier nanoTime;
  private Optional<Duty> last = Optional.empty();
  private long since;

  DutyWatch(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Takes in the lease as it is now; returns it if it was not renewed for as long as it lasts.
   *
   * @param lease how long one lasts; zero for one who only asks
   */
  synchronized Optional<Duty> dead(Optional<Duty> now, Duration lease) {
    if (!now.equals(last)) {
      last = now;
      since = nanoTime.getAsLong();
    }
    boolean isOver = !lease.isZero() && nanoTime.getAsLong() - since >= lease.toNanos();
    return isOver ? last : Optional.empty();
  }
}
