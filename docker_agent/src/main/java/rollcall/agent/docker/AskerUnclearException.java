package rollcall.agent.docker;

/** Several containers have the address that a question comes from: it may be any of them. */
public final class AskerUnclearException extends RuntimeException {
  private static final long serialVersionUID = 1;

  AskerUnclearException(String message) {
    super(message);
  }
}
