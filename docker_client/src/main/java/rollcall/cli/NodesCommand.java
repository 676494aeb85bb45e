package rollcall.cli;

import java.time.Instant;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import rollcall.api.Node;
import rollcall.api.Nodes;
import rollcall.client.Answer;

/** The swarm's nodes. */
final class NodesCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Command.named("nodes", "List the nodes, and when each was last heard.");
  }

  @Override
  public void run(Context context) {
    Answer<Nodes> answer = context.server().nodes();
    if (context.settings().json()) {
      context.console().json(answer.body());
      return;
    }
    Table table =
        new Table(
            Set.of("NAME", "ADDRESS", "ENGINE", "AGENT"),
            "NAME",
            "ADDRESS",
            "ROLE",
            "AVAILABILITY",
            "STATE",
            "RUNNING",
            "CONTAINERS",
            "ENGINE",
            "AGENT",
            "LAST HEARD");
    for (Node node : answer.value().nodes()) {
      table.row(
          Cell.of(node.name()),
          Cell.of(node.address()),
          Cell.of(node.role()),
          Cell.of(node.availability()),
          Cell.of(node.state()),
          Cell.of(node.running()),
          Cell.of(node.containers()),
          Cell.of(node.engineVersion()),
          Cell.of(node.agentVersion()),
          heard(node, answer.time()));
    }
    if (!answer.value().nodes().isEmpty()) {
      table.print(context.console());
    }
    Roster.footer(
        Amounts.count(answer.value().nodes().size(), "node"),
        answer,
        answer.value().revision(),
        context);
  }

  private static Cell heard(Node node, Instant now) {
    if (node.lastHeard() == null) {
      return Cell.of("never", Tint.WARNING);
    }
    String ago = Amounts.ago(node.lastHeard(), now);
    return node.staleSince() == null ? Cell.of(ago) : Cell.of(ago + " (stale)", Tint.WARNING);
  }
}
