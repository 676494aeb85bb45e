package rollcall.cli.command;

/** What the program tells its caller at the end. */
public final class ExitCode {
  public static final int OK = 0;

  /** The server or the agent said no. */
  public static final int FAILED = 1;

  /** The command line or the environment is wrong. */
  public static final int USAGE = 2;

  /** The server or the agent could not be reached. */
  public static final int UNREACHABLE = 3;

  /** As shells say for a program that Ctrl-C ended. */
  public static final int CANCELLED = 130;

  /** As shells say for a program whose reader went away. */
  public static final int BROKEN_PIPE = 141;

  private ExitCode() {}
}
