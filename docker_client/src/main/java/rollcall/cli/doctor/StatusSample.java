package rollcall.cli.doctor;

import java.time.Duration;
import java.time.Instant;
import rollcall.api.status.Status;

/** A replica's status, with the local times of the request and the response. */
record StatusSample(Status status, Instant sentAt, Instant receivedAt) {
  Duration roundTrip() {
    return Duration.between(sentAt, receivedAt);
  }

  /**
   * How far the database's clock is ahead of the local one, at least: the transfer time is unknown.
   */
  Duration ahead() {
    Duration early = Duration.between(receivedAt, status.time());
    Duration late = Duration.between(sentAt, status.time());
    if (early.isNegative() && !late.isNegative()) {
      return Duration.ZERO;
    }
    return early.isNegative() ? late : early;
  }
}
