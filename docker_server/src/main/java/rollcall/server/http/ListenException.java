package rollcall.server.http;

/** The port cannot be had; the message says what to do. */
public final class ListenException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ListenException(String message, Throwable cause) {
    super(message, cause);
  }
}
