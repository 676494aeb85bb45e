package rollcall.client.http;

import org.jspecify.annotations.Nullable;

/** There was no response: for example, the connection was refused or the request timed out. */
public final class UnreachableException extends ClientException {
  private static final long serialVersionUID = 1;

  private final Target target;
  private final String reason;

  public UnreachableException(Endpoint tried, String reason, @Nullable Throwable cause) {
    super(
        "Cannot reach the %s at %s (%s)".formatted(tried.target().wireName(), tried, reason),
        cause);
    this.target = tried.target();
    this.reason = reason;
  }

  /**
   * There was no response from any of several addresses.
   *
   * @param attempts the addresses, each with the reason
   */
  public UnreachableException(Target target, String attempts) {
    super("Cannot reach the %s at %s".formatted(target.wireName(), attempts), null);
    this.target = target;
    this.reason = attempts;
  }

  /** The program that could not be reached. */
  public Target target() {
    return target;
  }

  /** The reason, like {@code connection refused}. */
  public String reason() {
    return reason;
  }
}
