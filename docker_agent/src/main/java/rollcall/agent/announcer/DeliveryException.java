package rollcall.agent.announcer;

/** The server did not accept a report; the message has the reason and advice. */
final class DeliveryException extends Exception {
  private static final long serialVersionUID = 1;

  private final String kind;

  /**
   * Creates the exception for a failed delivery.
   *
   * @param kind {@code unreachable}, a status …; repeated failures of one kind are logged once
   */
  DeliveryException(String kind, String message) {
    super(message);
    this.kind = kind;
  }

  String kind() {
    return kind;
  }
}
