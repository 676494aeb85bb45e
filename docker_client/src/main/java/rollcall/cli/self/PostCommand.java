package rollcall.cli.self;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import rollcall.api.container.Container;
import rollcall.cli.command.Command;
import rollcall.cli.command.CommandContext;
import rollcall.cli.command.ExitCode;
import rollcall.cli.container.ReportDetails;
import rollcall.cli.terminal.Console;
import rollcall.cli.terminal.TerminalText;
import rollcall.client.http.ApiResponse;

/** Reports a container to the server, by default the one that the client runs in. */
public final class PostCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Command.named(
            "post",
            "Report this container, or another one of this node, to the server.",
            "Outside a container and without an argument, it reports this process.")
        .addPositional(Command.parameter("ID|NAME", "a container of this node"));
  }

  @Override
  public int run(CommandContext context) {
    ApiResponse<Container> response = post(context);
    Console console = context.console();
    if (context.settings().json()) {
      console.json(response.body());
      return ExitCode.OK;
    }
    String replica = TerminalText.of(response.servedBy().orElse("the server"));
    console.line(
        response.status() == 201
            ? "Stored by " + replica + ": a new report (201)."
            : "Already stored by " + replica + ": the same report (200).");
    ReportDetails.of(response.value(), response.time()).print(console);
    return ExitCode.OK;
  }

  private static ApiResponse<Container> post(CommandContext context) {
    Optional<String> reference = context.parameter();
    if (reference.isPresent()) {
      return context.server().post(context.agent().container(reference.get()));
    }
    return context.isKnownToAgent()
        ? context.server().post(context.agent().info())
        : context.server().post(ProcessReport.report());
  }
}
