package rollcall.agent.docker.container;

/** Several containers' ids begin with that prefix. */
public final class AmbiguousPrefixException extends RuntimeException {
  private static final long serialVersionUID = 1;

  AmbiguousPrefixException(String message) {
    super(message);
  }
}
