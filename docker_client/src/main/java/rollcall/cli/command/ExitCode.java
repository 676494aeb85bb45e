package rollcall.cli.command;

/** The exit codes of the program. */
public final class ExitCode {
  public static final int OK = 0;

  /** The request failed. */
  public static final int FAILED = 1;

  /** The command line or the environment is invalid. */
  public static final int USAGE = 2;

  /** The server or the agent could not be reached. */
  public static final int UNREACHABLE = 3;

  /** Ended by Ctrl-C (128 + SIGINT). */
  public static final int CANCELLED = 130;

  /** The reader of the output closed it (128 + SIGPIPE). */
  public static final int BROKEN_PIPE = 141;

  private ExitCode() {}
}
