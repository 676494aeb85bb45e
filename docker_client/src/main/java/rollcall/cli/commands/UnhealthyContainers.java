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

/** Lists containers with problems: doctor itself checks only Rollcall. */
final class UnhealthyContainers {
  private static final int MAX_NAMES = 5;

  private UnhealthyContainers() {}

  /** Prints one line; nothing if there are none or the server does not respond. */
  static void print(CommandContext context) {
    List<String> unhealthy;
    try {
      unhealthy =
          context.server().containers(ContainerFilter.NONE).stream()
              .flatMap(page -> page.value().containers().stream())
              .filter(container -> !problem(container.report()).isEmpty())
              .map(UnhealthyContainers::describe)
              .toList();
    } catch (ClientException e) {
      // The checks report it.
      return;
    }
    if (unhealthy.isEmpty()) {
      return;
    }
    String more = unhealthy.size() > MAX_NAMES ? ", …" : "";
    String names = String.join(", ", unhealthy.subList(0, Math.min(MAX_NAMES, unhealthy.size())));
    String text =
        Formats.count(unhealthy.size(), "container")
            + (unhealthy.size() == 1 ? " has problems: " : " have problems: ")
            + names
            + more
            + ". List all: ps -a";
    context
        .console()
        .line(context.console().style().paint(TextColor.WARNING, TerminalText.of(text)));
  }

  private static String describe(Container container) {
    return container.report().name() + " (" + problem(container.report()) + ")";
  }

  private static String problem(Report report) {
    boolean isStopped = report.state() == State.EXITED || report.state() == State.RESTARTING;
    if (isStopped && Boolean.TRUE.equals(report.oomKilled())) {
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
