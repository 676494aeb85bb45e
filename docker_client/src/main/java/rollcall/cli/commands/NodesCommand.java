package rollcall.cli.commands;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import rollcall.api.node.Node;
import rollcall.api.node.NodeList;
import rollcall.cli.command.Command;
import rollcall.cli.command.CommandContext;
import rollcall.cli.command.ExitCode;
import rollcall.cli.command.Footer;
import rollcall.cli.table.Cell;
import rollcall.cli.table.Table;
import rollcall.cli.terminal.Console;
import rollcall.cli.terminal.TerminalText;
import rollcall.cli.terminal.TextColor;
import rollcall.cli.text.Formats;
import rollcall.client.http.ApiResponse;

/** Lists the swarm's nodes. */
public final class NodesCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Command.named("nodes", "List the nodes and the time of each agent's last report.");
  }

  @Override
  public int run(CommandContext context) {
    ApiResponse<NodeList> response = context.server().nodes();
    if (context.settings().json()) {
      context.console().json(response.body());
      return ExitCode.OK;
    }
    Table table =
        new Table(
            List.of("ENGINE", "AGENT", "ADDRESS", "ROLE"),
            "NAME",
            "ADDRESS",
            "ROLE",
            "STATE",
            "RUNNING",
            "ENGINE",
            "AGENT",
            "LAST REPORT");
    boolean isSwarm = response.value().nodes().stream().anyMatch(node -> node.state() != null);
    for (Node node : response.value().nodes()) {
      table.row(
          Cell.of(node.name()),
          Cell.of(node.address()),
          Cell.of(node.role()),
          Cell.of(isSwarm ? state(node) : "no swarm"),
          Cell.of(node.running() + " of " + node.containers()),
          Cell.of(node.engineVersion()),
          Cell.of(node.agentVersion()),
          lastReport(node, response.time()));
    }
    if (!response.value().nodes().isEmpty()) {
      table.print(context.console());
    }
    response.value().nodes().forEach(node -> printWarnings(node, context.console()));
    Footer.print(
        Formats.count(response.value().nodes().size(), "node"),
        response,
        response.value().revision(),
        context);
    return ExitCode.OK;
  }

  /** Prints warnings about the node's reports. */
  private static void printWarnings(Node node, Console console) {
    if (node.listed() != null && node.unread() != null && node.unread() > 0) {
      printWarning(
          "%s: %d of %d containers that its engine lists are reported incompletely"
              .formatted(node.name(), node.unread(), node.listed()),
          console);
    }
    if (node.clash() != null) {
      printWarning(node.name() + ": " + node.clash(), console);
    }
  }

  private static void printWarning(String text, Console console) {
    console.line(console.style().paint(TextColor.WARNING, TerminalText.of(text)));
  }

  /** The state in the swarm, and the availability unless it is active. */
  private static @Nullable String state(Node node) {
    return node.availability() == null || node.availability().equals("active")
        ? node.state()
        : node.state() + ", " + node.availability();
  }

  private static Cell lastReport(Node node, Instant now) {
    if (node.lastHeard() == null) {
      return Cell.of("never", TextColor.WARNING);
    }
    if (node.leftAt() != null) {
      return Cell.of("left, " + Formats.ago(node.leftAt(), now), TextColor.WARNING);
    }
    String ago = Formats.ago(node.lastHeard(), now);
    return node.staleSince() == null ? Cell.of(ago) : Cell.of("stale, " + ago, TextColor.WARNING);
  }
}
