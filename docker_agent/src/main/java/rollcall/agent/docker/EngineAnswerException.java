package rollcall.agent.docker;

import java.util.Locale;

/** The engine sent an error or an unreadable response; the message contains it. */
public final class EngineAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  public EngineAnswerException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The HTTP status; 200 for an unreadable response. */
  public int status() {
    return status;
  }

  /** Whether the engine itself, and not a proxy, responded that there is no such container. */
  public boolean meansNoSuchContainer() {
    return status == 404
        && String.valueOf(getMessage()).toLowerCase(Locale.ROOT).contains("no such container");
  }
}
