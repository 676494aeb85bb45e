package rollcall.server.storage;

import java.time.Instant;

/**
 * Changes were asked for that this database cannot tell: they are not kept any more, or it has not
 * made them (an older state of it was brought back).
 */
public final class PrunedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long oldest;

  private PrunedException(String message, long oldest) {
    super(message);
    this.oldest = oldest;
  }

  /** For a revision before the first that can be asked for. */
  public static PrunedException before(long oldest, long asked) {
    return new PrunedException(
        "The changes after revision "
            + asked
            + " are not kept; the oldest is after "
            + oldest
            + ".",
        oldest);
  }

  /** For a revision that is yet to come. */
  public static PrunedException beyond(long newest, long asked) {
    return new PrunedException(
        "Revision " + asked + " is not of this database, whose newest is " + newest + ".", newest);
  }

  /** For a moment before the first that can be told. */
  public static PrunedException beforeTime(Instant earliest, Instant asked) {
    return new PrunedException(
        "What was at "
            + asked
            + " is not remembered; the earliest moment that is remembered is "
            + earliest
            + ".",
        0);
  }

  /** A revision that can be asked for. */
  public long oldest() {
    return oldest;
  }
}
