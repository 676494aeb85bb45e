package rollcall.cli.line;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import rollcall.cli.command.Command;
import rollcall.cli.command.CommandContext;
import rollcall.cli.command.ExitCode;
import rollcall.cli.command.UsageException;

/** The commands, or one of them. */
public final class HelpCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Command.named("help", "Show the commands, or how to use one.")
        .addPositional(Command.parameter("COMMAND", "the command to explain"));
  }

  @Override
  public int run(CommandContext context) {
    CommandLine root = context.arguments().commandSpec().root().commandLine();
    String name = context.parameter().orElse("");
    CommandLine asked = name.isEmpty() ? root : root.getSubcommands().get(name);
    if (asked == null) {
      throw new UsageException("There is no command \"" + name + "\"; see: help");
    }
    context.console().out().print(asked.getUsageMessage(Ansi.OFF));
    return ExitCode.OK;
  }
}
