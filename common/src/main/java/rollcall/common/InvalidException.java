package rollcall.common;

/** A value that is not allowed; the message names the field or setting and the limit. */
public final class InvalidException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public InvalidException(String message) {
    super(message);
  }
}
