package rollcall.agent.docker;

/** The Docker engine did not respond; the message has its address and the reason. */
public final class EngineUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String advice;

  public EngineUnavailableException(String message, String advice) {
    super(message);
    this.advice = advice;
  }

  /** How to solve the problem. */
  public String advice() {
    return advice;
  }
}
