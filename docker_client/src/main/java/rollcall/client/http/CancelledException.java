package rollcall.client.http;

/** The request was cancelled with {@link HttpClients#cancel()}. */
public final class CancelledException extends ClientException {
  private static final long serialVersionUID = 1;

  public CancelledException(Throwable cause) {
    super("Cancelled", cause);
  }
}
