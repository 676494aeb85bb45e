package rollcall.server.storage;

/** A failed read or write; the message states whether a write may have been stored. */
public class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public enum Reason {
    /** The database is locked or unreachable, or too many writes are queued: try again. */
    BUSY,
    /** The disk is full. */
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
