package rollcall.agent.docker.container;

/** The engine has no container with this id, prefix, name or address. */
public final class NoSuchContainerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public NoSuchContainerException(String message) {
    super(message);
  }
}
