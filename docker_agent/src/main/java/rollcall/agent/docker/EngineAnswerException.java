package rollcall.agent.docker;

import java.util.Locale;

/** The engine answered, but not with what it was asked for; the message says what it said. */
final class EngineAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  EngineAnswerException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** HTTP's; 200 for an answer that cannot be read. */
  int status() {
    return status;
  }

  /** Whether the engine says that there is no such container, and not something before it. */
  boolean meansNoSuchContainer() {
    return status == 404
        && String.valueOf(getMessage()).toLowerCase(Locale.ROOT).contains("no such container");
  }
}
