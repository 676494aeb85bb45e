package rollcall.agent.docker;

/** No Docker engine answered; the message says what was tried and why it failed. */
public final class EngineUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String advice;

  public EngineUnavailableException(String message, String advice) {
    super(message);
    this.advice = advice;
  }

  /** What to do about it. */
  public String advice() {
    return advice;
  }
}
