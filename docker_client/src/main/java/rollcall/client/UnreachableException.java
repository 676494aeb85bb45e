package rollcall.client;

/** No answer came: the connection was refused, there was no route, or the time was over. */
public final class UnreachableException extends ClientException {
  private static final long serialVersionUID = 1;

  private final Peer peer;
  private final String why;

  UnreachableException(Endpoint tried, String why, Throwable cause) {
    super("Cannot reach the %s at %s (%s)".formatted(tried.peer().word(), tried, why), cause);
    this.peer = tried.peer();
    this.why = why;
  }

  /**
   * No answer at any of several addresses.
   *
   * @param places each with why it is none
   */
  UnreachableException(Peer peer, String places) {
    super("Cannot reach the %s at %s".formatted(peer.word(), places), null);
    this.peer = peer;
    this.why = places;
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
