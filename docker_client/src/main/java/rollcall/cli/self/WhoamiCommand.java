package rollcall.cli.self;

import picocli.CommandLine.Model.CommandSpec;
import rollcall.cli.command.Command;
import rollcall.cli.command.CommandContext;
import rollcall.cli.command.ExitCode;
import rollcall.cli.container.ReportDetails;
import rollcall.cli.terminal.Console;
import rollcall.client.http.Endpoint;
import rollcall.client.http.Target;

/** Shows what post would report: this container, as the agent sees it, or this process. */
public final class WhoamiCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Command.named("whoami", "Show what the agent reports about this container.");
  }

  @Override
  public int run(CommandContext context) {
    WhoAmI self = WhoAmI.of(context);
    Console console = context.console();
    if (context.settings().json()) {
      console.json(self.json());
      return ExitCode.OK;
    }
    console.line(
        self.isContainer()
            ? "The agent at " + agent(context) + " reports this container as:"
            : "Not in a container that the agent at "
                + agent(context)
                + " can identify; \"post\" would report this process:");
    ReportDetails.of(self.report()).print(console);
    return ExitCode.OK;
  }

  private static Endpoint agent(CommandContext context) {
    return context.neighbours().findOrGuess(Target.AGENT, context.settings());
  }
}
