package rollcall.client;

/** No answer came: nobody there, no way there, or silence. */
public final class UnreachableException extends ClientException {
  private static final long serialVersionUID = 1;

  private final Peer peer;
  private final String why;

  UnreachableException(Endpoint tried, String why, Throwable cause) {
    super("Cannot reach the %s at %s (%s)".formatted(tried.peer().word(), tried, why), cause);
    this.peer = tried.peer();
    this.why = why;
  }

  /** Who could not be reached. */
  public Peer peer() {
    return peer;
  }

  /** The cause in words, like {@code connection refused}. */
  public String why() {
    return why;
  }
}
