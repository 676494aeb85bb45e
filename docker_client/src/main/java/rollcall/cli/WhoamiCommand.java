package rollcall.cli;

import picocli.CommandLine.Model.CommandSpec;
import rollcall.client.Endpoint;
import rollcall.client.Peer;

/** Says who would be reported: this container as the agent knows it, or this process. */
final class WhoamiCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Command.named("whoami", "Show what the agent says about this container.");
  }

  @Override
  public int run(Context context) {
    Self self = Self.of(context);
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

  private static Endpoint agent(Context context) {
    return context.neighbours().shown(Peer.AGENT, context.settings());
  }
}
