package rollcall.agent.docker.container;

/** Several containers have the address that a question comes from: it may be any of them. */
public final class AmbiguousCallerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  AmbiguousCallerException(String message) {
    super(message);
  }
}
