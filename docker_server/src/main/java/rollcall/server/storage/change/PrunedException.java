package rollcall.server.storage.change;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Changes were asked for that this database cannot tell: they are not kept any more, or it has not
 * made them (an older state of it was brought back).
 */
public final class PrunedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long oldest;

  private final transient @Nullable Instant earliest;

  private PrunedException(String message, long oldest, @Nullable Instant earliest) {
    super(message);
    this.oldest = oldest;
    this.earliest = earliest;
  }

  /** For a revision before the first that can be asked for. */
  public static PrunedException before(long oldest, long asked) {
    return new PrunedException(
        "The changes after revision "
            + asked
            + " are not kept; the oldest is after "
            + oldest
            + ".",
        oldest,
        null);
  }

  /** For a revision that is yet to come. */
  public static PrunedException beyond(long newest, long asked) {
    return new PrunedException(
        "Revision " + asked + " is not of this database, whose newest is " + newest + ".",
        newest,
        null);
  }

  /** For a moment before the first that can be told. */
  public static PrunedException beforeTime(Instant earliest, Instant asked) {
    return new PrunedException(
        "The state at "
            + asked
            + " is no longer stored; the earliest stored state is that at "
            + earliest
            + ".",
        0,
        earliest);
  }

  /** A revision that can be asked for. */
  public long oldest() {
    return oldest;
  }

  /** The earliest moment that can be asked for; null where a revision was asked for. */
  public @Nullable Instant earliest() {
    return earliest;
  }
}
