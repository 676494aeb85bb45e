package rollcall.agent.docker.container;

/** Several containers have ids with the requested prefix. */
public final class AmbiguousPrefixException extends RuntimeException {
  private static final long serialVersionUID = 1;

  AmbiguousPrefixException(String message) {
    super(message);
  }
}
