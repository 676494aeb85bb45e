package rollcall.cli.watch;

import java.time.Instant;
import rollcall.api.container.Report;
import rollcall.api.container.State;
import rollcall.api.history.Change;
import rollcall.cli.table.Cell;
import rollcall.cli.terminal.Console;
import rollcall.cli.terminal.TerminalText;
import rollcall.cli.text.ShortNames;
import rollcall.cli.text.Times;
import rollcall.cli.text.Widths;
import rollcall.client.ChangeEvent;

/** Prints one line per change; the columns widen for longer values. */
final class ChangePrinter {
  private static final String GAP = "  ";
  private static final int MAX_COLUMN_WIDTH = 40;
  // The terminal width from which dates are shown.
  private static final int MIN_WIDTH_FOR_DATES = 100;

  private final Console console;
  private final boolean json;
  private final boolean all;
  private final ChangeDescriber describer;
  private final boolean isNarrow;
  private final int[] widths = new int[4];

  /**
   * Creates a printer.
   *
   * @param all whether to print changes of containers that never started
   */
  ChangePrinter(Console console, boolean json, boolean all, ChangeDescriber describer) {
    this.console = console;
    this.json = json;
    this.all = all;
    this.describer = describer;
    isNarrow = console.size().get().columns() < MIN_WIDTH_FOR_DATES;
  }

  /** Prints a change; returns false if it was left out. */
  boolean print(ChangeEvent event) {
    Cell description = describer.of(event);
    if (!all && event.change() != null && isOfNeverStarted(event.change())) {
      return false;
    }
    if (json) {
      console.line(TerminalText.of(event.json()));
      return true;
    }
    Change change = event.change();
    if (change == null) {
      console.line("revision " + event.revision() + GAP + description.text());
      return true;
    }
    Report report = change.container() == null ? null : change.container().report();
    console.line(
        pad(0, isNarrow ? Times.brief(change.time(), Instant.now()) : Times.full(change.time()))
            + pad(1, change.node() == null ? "" : change.node())
            + pad(2, report == null ? "" : service(report))
            + pad(3, name(change))
            + console.style().paint(description.color(), description.text()));
    return true;
  }

  /** A container that failed to start has an exit code. */
  private static boolean isOfNeverStarted(Change change) {
    if (change.container() == null) {
      return false;
    }
    Report report = change.container().report();
    return report.state() == State.CREATED
        && report.started() == null
        && (report.exitCode() == null || report.exitCode() == 0);
  }

  private static String name(Change change) {
    if (change.var() != null) {
      return change.var().key();
    }
    return change.container() == null ? "" : change.container().report().name();
  }

  private static String service(Report report) {
    return ShortNames.slot(report.service(), report.slot());
  }

  private String pad(int column, String text) {
    String safe = TerminalText.of(text);
    int length = Widths.of(safe);
    widths[column] = Math.max(widths[column], Math.min(MAX_COLUMN_WIDTH, length));
    if (widths[column] == 0) {
      return "";
    }
    return safe + " ".repeat(Math.max(0, widths[column] - length)) + GAP;
  }
}
