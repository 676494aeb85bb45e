package rollcall.attestation;

/** An attestation that is not accepted; the message says why. */
public final class AttestationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The reason, for programs. */
  public enum Reason {
    /** Not an attestation, or not signed with an accepted key. */
    FORGED,
    /** Expired, or issued in the future. */
    EXPIRED,
    /** Valid, but for another request. */
    MISMATCH
  }

  private final Reason reason;

  AttestationException(Reason reason, String message) {
    // Without a stack trace, so that forgeries are cheap to reject.
    super(message, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
