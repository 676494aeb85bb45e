package rollcall.cli.command;

/** A command line that cannot be understood; the message says what and where to look. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UsageException(String message) {
    super(message);
  }
}
