package rollcall.cli;

import rollcall.cli.text.Widths;

/** A line on the terminal that says what goes on, and leaves no trace; nothing in a pipe. */
final class Progress {
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final Console console;
  private final boolean shown;
  private int width;

  Progress(Console console, boolean wanted) {
    this.console = console;
    shown = wanted && console.style().drawn();
  }

  void show(String text) {
    if (shown) {
      width = width == 0 ? console.size().get().columns() : width;
      String fitting = Widths.cut(Printable.of(text), width - 1);
      console.out().print(CLEAR_LINE + console.style().paint(Tint.FAINT, fitting));
      console.flush();
    }
  }

  void clear() {
    if (shown) {
      console.out().print(CLEAR_LINE);
      console.flush();
    }
  }
}
