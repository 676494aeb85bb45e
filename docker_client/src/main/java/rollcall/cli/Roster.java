package rollcall.cli;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import rollcall.api.Container;
import rollcall.api.Report;
import rollcall.cli.text.Amounts;
import rollcall.client.Answer;

/** The roster as a table. */
final class Roster {
  // As Docker shortens them.
  private static final int SHORT_ID = 12;

  private Roster() {}

  static Table table(List<Container> containers, Instant now) {
    Table table =
        new Table(
            Set.of("NAME", "IMAGE", "NODE"),
            "ID",
            "NAME",
            "IMAGE",
            "NODE",
            "STATE",
            "MEMORY",
            "CPU",
            "LAST SEEN");
    for (Container container : containers) {
      Report report = container.report();
      table.row(
          Cell.of(report.id().substring(0, Math.min(SHORT_ID, report.id().length()))),
          Cell.of(report.name()),
          Cell.of(report.image()),
          Cell.of(report.node()),
          Cell.of(report.state()),
          Cell.of(Amounts.memory(report.memoryUsage())),
          Cell.of(Amounts.cpu(report.cpuUsage())),
          Cell.of(Amounts.ago(container.lastSeen(), now)));
    }
    return table;
  }

  /** Which replica said so, and of which state: the same revision is the same roster. */
  static void footer(String what, Answer<?> answer, long revision, Context context) {
    String replica = answer.servedBy().map(name -> ", served by " + name).orElse("");
    String text = what + ", revision " + revision + replica;
    context.console().line(context.console().style().paint(Tint.FAINT, Printable.of(text)));
  }
}
