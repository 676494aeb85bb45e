package rollcall.agent.announcer;

/** The server did not accept a report; the message says why and what to do. */
final class DeliveryException extends Exception {
  private static final long serialVersionUID = 1;

  private final String kind;

  /**
   * A failed delivery.
   *
   * @param kind the same for failures that need not be logged again: {@code unreachable}, a status
   */
  DeliveryException(String kind, String message) {
    super(message);
    this.kind = kind;
  }

  String kind() {
    return kind;
  }
}
