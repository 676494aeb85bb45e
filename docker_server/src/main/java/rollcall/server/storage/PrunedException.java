package rollcall.server.storage;

/** Changes were asked for that are not kept any more. */
public final class PrunedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long oldest;

  public PrunedException(long asked, long oldest) {
    super(
        "The changes after revision "
            + asked
            + " are not kept; the oldest is after "
            + oldest
            + ".");
    this.oldest = oldest;
  }

  /** The lowest revision that can be asked for. */
  public long oldest() {
    return oldest;
  }
}
