package rollcall.cli.commands;

import java.util.List;
import rollcall.api.container.Container;
import rollcall.api.container.Health;
import rollcall.api.container.Report;
import rollcall.api.container.State;
import rollcall.cli.command.CommandContext;
import rollcall.cli.terminal.TerminalText;
import rollcall.cli.terminal.TextColor;
import rollcall.cli.text.Formats;
import rollcall.client.ContainerFilter;
import rollcall.client.http.ClientException;

/** The containers that are not well, beside a Rollcall that is. */
final class Unwell {
  private static final int MAX_NAMES = 5;

  private Unwell() {}

  /** Prints a line about them; nothing where all are well, or no server says. */
  static void print(CommandContext context) {
    List<String> unwell;
    try {
      unwell =
          context.server().containers(ContainerFilter.NONE).stream()
              .flatMap(page -> page.value().containers().stream())
              .filter(container -> !why(container.report()).isEmpty())
              .map(Unwell::words)
              .toList();
    } catch (ClientException e) {
      // The checks have said so.
      return;
    }
    if (unwell.isEmpty()) {
      return;
    }
    String more = unwell.size() > MAX_NAMES ? ", …" : "";
    String names = String.join(", ", unwell.subList(0, Math.min(MAX_NAMES, unwell.size())));
    String text =
        Formats.count(unwell.size(), "container")
            + (unwell.size() == 1 ? " is" : " are")
            + " not well: "
            + names
            + more
            + ". All of them: ps -a";
    context
        .console()
        .line(context.console().style().paint(TextColor.WARNING, TerminalText.of(text)));
  }

  private static String words(Container container) {
    return container.report().name() + " (" + why(container.report()) + ")";
  }

  private static String why(Report report) {
    boolean isGone = report.state() == State.EXITED || report.state() == State.RESTARTING;
    if (isGone && Boolean.TRUE.equals(report.oomKilled())) {
      return "out of memory";
    }
    if (report.state() == State.RESTARTING || report.state() == State.DEAD) {
      return report.state().wireName();
    }
    return report.state() == State.RUNNING && report.health() == Health.UNHEALTHY
        ? "unhealthy"
        : "";
  }
}
