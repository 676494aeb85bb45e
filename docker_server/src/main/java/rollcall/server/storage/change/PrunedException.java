package rollcall.server.storage.change;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The requested changes are not in this database: they were pruned, or they never existed here (for
 * example after a restore of an older backup).
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

  /** For a revision before the oldest one stored. */
  public static PrunedException before(long oldest, long asked) {
    return new PrunedException(
        "The changes after revision "
            + asked
            + " are no longer stored; the oldest stored change follows revision "
            + oldest
            + ".",
        oldest,
        null);
  }

  /** For a revision that does not exist yet. */
  public static PrunedException beyond(long newest, long asked) {
    return new PrunedException(
        "Revision " + asked + " does not exist; the newest revision is " + newest + ".",
        newest,
        null);
  }

  /** For a time before the oldest stored state. */
  public static PrunedException beforeTime(Instant earliest, Instant asked) {
    return new PrunedException(
        "The state at "
            + asked
            + " is no longer stored; the earliest stored state is from "
            + earliest
            + ".",
        0,
        earliest);
  }

  /** A valid revision: the oldest one, or the newest. */
  public long oldest() {
    return oldest;
  }

  /** The earliest valid time; null if the request named a revision. */
  public @Nullable Instant earliest() {
    return earliest;
  }
}
