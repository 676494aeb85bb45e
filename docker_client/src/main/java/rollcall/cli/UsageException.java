package rollcall.cli;

/** A command line that cannot be understood; the message says what and where to look. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }
}
