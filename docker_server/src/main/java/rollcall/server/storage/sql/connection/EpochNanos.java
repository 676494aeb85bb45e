package rollcall.server.storage.sql.connection;

import java.time.Instant;

/** Converts times to and from their stored form: nanoseconds since 1970, from 1677 to 2262. */
public final class EpochNanos {
  private static final long PER_SECOND = 1_000_000_000L;

  private EpochNanos() {}

  /** Converts a time; clamps one that is out of range, which a query may contain. */
  public static long of(Instant time) {
    try {
      return Math.addExact(
          Math.multiplyExact(time.getEpochSecond(), PER_SECOND), (long) time.getNano());
    } catch (ArithmeticException beyond) {
      return time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  public static Instant toInstant(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, PER_SECOND), Math.floorMod(nanos, PER_SECOND));
  }
}
