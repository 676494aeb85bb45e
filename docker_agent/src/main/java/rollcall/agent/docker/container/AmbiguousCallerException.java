package rollcall.agent.docker.container;

/** Several containers have the caller's address, so the caller cannot be identified. */
public final class AmbiguousCallerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  AmbiguousCallerException(String message) {
    super(message);
  }
}
