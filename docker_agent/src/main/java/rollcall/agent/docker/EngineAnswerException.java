package rollcall.agent.docker;

import java.util.Locale;

/**
 * The engine answered, but with an error or with something that cannot be read; the message has its
 * answer.
 */
public final class EngineAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  public EngineAnswerException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** HTTP's; 200 for an answer that cannot be read. */
  public int status() {
    return status;
  }

  /** Whether the engine says that there is no such container, and not something before it. */
  public boolean meansNoSuchContainer() {
    return status == 404
        && String.valueOf(getMessage()).toLowerCase(Locale.ROOT).contains("no such container");
  }
}
