package rollcall.cli.self;

import picocli.CommandLine.Model.CommandSpec;
import rollcall.cli.command.Command;
import rollcall.cli.command.CommandContext;
import rollcall.cli.command.ExitCode;
import rollcall.cli.container.ReportDetails;
import rollcall.cli.terminal.Console;
import rollcall.client.http.Endpoint;
import rollcall.client.http.Target;

/** Says who would be reported: this container as the agent knows it, or this process. */
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
            ? "This is a container, says the agent at " + agent(context) + ":"
            : "This is no container that the agent at "
                + agent(context)
                + " could know; \"post\" would report this process:");
    ReportDetails.of(self.report()).print(console);
    return ExitCode.OK;
  }

  private static Endpoint agent(CommandContext context) {
    return context.neighbours().shown(Target.AGENT, context.settings());
  }
}
