package rollcall.agent.docker;

/** The engine has no container of that id, prefix, name or address. */
public final class NoSuchContainerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NoSuchContainerException(String message) {
    super(message);
  }
}
