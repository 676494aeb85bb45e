package rollcall.server.storage;

/** A read or write that failed; the message says whether it may have been stored. */
public class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why. */
  public enum Reason {
    /** Another process holds the database, too much is queued, or it is away: try again. */
    BUSY,
    /** No room left on the disk. */
    FULL,
    /** Anything else: an I/O error, a damaged file. */
    BROKEN
  }

  private final Reason reason;

  public StorageException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public StorageException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
