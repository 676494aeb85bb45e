package rollcall.agent.roster;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs that containers are not reported in full, and that they are again, but not every round. */
final class ReadLog {
  private static final Logger LOG = LoggerFactory.getLogger(ReadLog.class);
  // A container may be temporarily unreadable while it is started or removed.
  private static final long QUIET_PERIOD = TimeUnit.MINUTES.toNanos(10);

  private final LongSupplier nanoTime;
  private @Nullable Long lastWarnedAt;
  private boolean active;

  ReadLog(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Logs the result of a full sync, if necessary.
   *
   * @param example an unread container and the reason
   */
  void synced(int listed, int unread, @Nullable String example) {
    long now = nanoTime.getAsLong();
    if (unread > 0 && !active && (lastWarnedAt == null || now - lastWarnedAt > QUIET_PERIOD)) {
      active = true;
      lastWarnedAt = now;
      LOG.warn(
          "{} of the {} containers that the engine lists are not reported in full{}. They are"
              + " reported with the list's data, or as last known.",
          unread,
          listed,
          example == null ? "" : ": " + example);
    } else if (unread == 0 && active) {
      active = false;
      LOG.info("All {} containers that the engine lists are reported in full.", listed);
    }
  }
}
