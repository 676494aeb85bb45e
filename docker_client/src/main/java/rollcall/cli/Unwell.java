package rollcall.cli;

import java.util.List;
import rollcall.api.Container;
import rollcall.api.Health;
import rollcall.api.Report;
import rollcall.api.State;
import rollcall.cli.text.Amounts;
import rollcall.client.ClientException;
import rollcall.client.Filter;

/** The containers that are not well, beside a Rollcall that is. */
final class Unwell {
  private static final int MOST = 5;

  private Unwell() {}

  /** Prints a line about them; nothing where all are well, or no server says. */
  static void print(Context context) {
    List<String> unwell;
    try {
      unwell =
          context.server().containers(Filter.NONE).stream()
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
    String more = unwell.size() > MOST ? ", …" : "";
    String names = String.join(", ", unwell.subList(0, Math.min(MOST, unwell.size())));
    String text =
        Amounts.count(unwell.size(), "container")
            + (unwell.size() == 1 ? " is" : " are")
            + " not well: "
            + names
            + more
            + ". All of them: ps -a";
    context.console().line(context.console().style().paint(Tint.WARNING, Printable.of(text)));
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
      return report.state().word();
    }
    return report.state() == State.RUNNING && report.health() == Health.UNHEALTHY
        ? "unhealthy"
        : "";
  }
}
