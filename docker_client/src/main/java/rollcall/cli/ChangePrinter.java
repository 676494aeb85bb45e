package rollcall.cli;

import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import rollcall.api.Change;
import rollcall.api.Report;
import rollcall.cli.text.Widths;
import rollcall.client.ChangeEvent;

/** Prints one line a change; its columns widen as longer values come. */
final class ChangePrinter {
  private static final String GAP = "  ";
  private static final int WIDEST = 40;

  private final Console console;
  private final boolean json;
  private final ChangeWords words;
  private final int[] widths = new int[4];

  ChangePrinter(Console console, boolean json, ChangeWords words) {
    this.console = console;
    this.json = json;
    this.words = words;
  }

  void print(ChangeEvent event) {
    String what = words.of(event);
    if (json) {
      console.line(Printable.of(event.json()));
      return;
    }
    @Nullable Change change = event.change();
    if (change == null) {
      console.line("revision " + event.revision() + GAP + Printable.of(what));
      return;
    }
    @Nullable Report report = change.container() == null ? null : change.container().report();
    console.line(
        pad(0, change.time().truncatedTo(ChronoUnit.SECONDS).toString())
            + pad(1, change.node() == null ? "" : change.node())
            + pad(2, report == null ? "" : service(report))
            + pad(3, name(change))
            + console.style().paint(tint(what), Printable.of(what)));
  }

  private static String name(Change change) {
    if (change.var() != null) {
      return change.var().key();
    }
    return change.container() == null ? "" : change.container().report().name();
  }

  private static String service(Report report) {
    String slot = report.slot() == null ? "" : "." + report.slot();
    return report.service() == null ? "" : report.service() + slot;
  }

  private String pad(int column, String text) {
    String safe = Printable.of(text);
    int length = Widths.of(safe);
    widths[column] = Math.max(widths[column], Math.min(WIDEST, length));
    if (widths[column] == 0) {
      return "";
    }
    return safe + " ".repeat(Math.max(0, widths[column] - length)) + GAP;
  }

  private static Tint tint(String what) {
    if (what.matches("started|restarted|healthy|unpaused|node back|node appeared")) {
      return Tint.GOOD;
    }
    if (what.matches("exited|exited \\(0\\)|removed|forgotten|reported.*|created")) {
      return Tint.FAINT;
    }
    return what.matches("(exited|oom|dead|unhealthy|node stale).*") ? Tint.BAD : Tint.WARNING;
  }
}
