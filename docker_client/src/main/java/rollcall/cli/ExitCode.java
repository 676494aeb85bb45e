package rollcall.cli;

/** What the program tells its caller at the end. */
final class ExitCode {
  static final int OK = 0;

  /** The server or the agent said no. */
  static final int FAILED = 1;

  /** The command line or the environment is wrong. */
  static final int USAGE = 2;

  /** The server or the agent could not be reached. */
  static final int UNREACHABLE = 3;

  /** As shells say for a program that Ctrl-C ended. */
  static final int CANCELLED = 130;

  /** As shells say for a program whose reader went away. */
  static final int BROKEN_PIPE = 141;

  private ExitCode() {}
}
