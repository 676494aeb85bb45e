package rollcall.client.http;

/** The request was given up on demand: {@link HttpClients#cancel()}. */
public final class CancelledException extends ClientException {
  private static final long serialVersionUID = 1;

  public CancelledException(Throwable cause) {
    super("Cancelled", cause);
  }
}
