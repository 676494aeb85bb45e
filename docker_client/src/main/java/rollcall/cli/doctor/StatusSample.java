package rollcall.cli.doctor;

import java.time.Duration;
import java.time.Instant;
import rollcall.api.status.Status;

/** A replica's status, and when it was asked for and had, by the clock here. */
record StatusSample(Status status, Instant asked, Instant had) {
  Duration roundTrip() {
    return Duration.between(asked, had);
  }

  /**
   * How far the database's time, which the status tells, is ahead of the clock here, at least: the
   * way takes its time.
   */
  Duration ahead() {
    Duration early = Duration.between(had, status.time());
    Duration late = Duration.between(asked, status.time());
    if (early.isNegative() && !late.isNegative()) {
      return Duration.ZERO;
    }
    return early.isNegative() ? late : early;
  }
}
