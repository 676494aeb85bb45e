package rollcall.cli;

import picocli.CommandLine.Model.CommandSpec;

/** Ends the prompt, or the lines of a pipe. */
final class ExitCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Command.named("exit", "End the prompt; so does Ctrl-D.").aliases("quit");
  }

  @Override
  public int run(Context context) {
    // Nothing to do but to end.
    return ExitCode.OK;
  }

  @Override
  public boolean endsSession() {
    return true;
  }
}
