package rollcall.cli.line;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import rollcall.cli.command.Command;
import rollcall.cli.command.CommandContext;
import rollcall.cli.command.ExitCode;
import rollcall.cli.command.UsageException;

/** Prints the usage of all commands or of one. */
public final class HelpCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Command.named("help", "Show the commands, or the usage of one.")
        .addPositional(Command.parameter("COMMAND", "the command to explain"));
  }

  @Override
  public int run(CommandContext context) {
    CommandLine root = context.arguments().commandSpec().root().commandLine();
    String name = context.parameter().orElse("");
    CommandLine command = name.isEmpty() ? root : root.getSubcommands().get(name);
    if (command == null) {
      throw new UsageException("Unknown command \"" + name + "\"; see: help");
    }
    context.console().out().print(command.getUsageMessage(Ansi.OFF));
    return ExitCode.OK;
  }
}
