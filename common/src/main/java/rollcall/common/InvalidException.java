package rollcall.common;

/** A value that is well-formed JSON but not allowed; the message names the field and the limit. */
public final class InvalidException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public InvalidException(String message) {
    super(message);
  }
}
