package rollcall.cli.commands;

import picocli.CommandLine.Model.CommandSpec;
import rollcall.cli.command.Command;
import rollcall.cli.command.CommandContext;
import rollcall.cli.command.ExitCode;

/** Ends the prompt, or the lines of a pipe. */
public final class ExitCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Command.named("exit", "End the prompt; so does Ctrl-D.").aliases("quit");
  }

  @Override
  public int run(CommandContext context) {
    // Nothing to do but to end.
    return ExitCode.OK;
  }

  @Override
  public boolean endsSession() {
    return true;
  }
}
