package rollcall.cli.commands;

import picocli.CommandLine.Model.CommandSpec;
import rollcall.cli.command.Command;
import rollcall.cli.command.CommandContext;
import rollcall.cli.command.ExitCode;

/** Ends the prompt or a script. */
public final class ExitCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Command.named("exit", "Exit the prompt (or press Ctrl-D).").aliases("quit");
  }

  @Override
  public int run(CommandContext context) {
    return ExitCode.OK;
  }

  @Override
  public boolean endsSession() {
    return true;
  }
}
