package rollcall.client;

/** The request was given up on demand: {@link Connections#cancel()}. */
public final class CancelledException extends ClientException {
  private static final long serialVersionUID = 1;

  CancelledException(Throwable cause) {
    super("Cancelled", cause);
  }
}
