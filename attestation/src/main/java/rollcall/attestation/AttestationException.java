package rollcall.attestation;

/** An attestation that is not accepted; the message says why. */
public final class AttestationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why, for programs. */
  public enum Reason {
    /** No statement, or not signed with a key that is valid here. */
    FORGED,
    /** Good too long ago, or only in the future. */
    EXPIRED,
    /** Good, but for something else. */
    MISMATCH
  }

  private final Reason reason;

  AttestationException(Reason reason, String message) {
    // No stack trace: it becomes an answer, and a forgery should not cost more than that.
    super(message, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
