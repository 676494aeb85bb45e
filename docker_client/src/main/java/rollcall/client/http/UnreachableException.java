package rollcall.client.http;

/** No answer came: the connection was refused, there was no route, or the time was over. */
public final class UnreachableException extends ClientException {
  private static final long serialVersionUID = 1;

  private final Target target;
  private final String why;

  public UnreachableException(Endpoint tried, String why, Throwable cause) {
    super("Cannot reach the %s at %s (%s)".formatted(tried.target().wireName(), tried, why), cause);
    this.target = tried.target();
    this.why = why;
  }

  /**
   * No answer at any of several addresses.
   *
   * @param places each with why it is none
   */
  public UnreachableException(Target target, String places) {
    super("Cannot reach the %s at %s".formatted(target.wireName(), places), null);
    this.target = target;
    this.why = places;
  }

  /** Who could not be reached. */
  public Target target() {
    return target;
  }

  /** The cause in words, like {@code connection refused}. */
  public String why() {
    return why;
  }
}
