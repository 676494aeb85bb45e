package rollcall.cli.terminal;

import rollcall.cli.text.Widths;

/** A progress line on the terminal, cleared at the end; nothing in a pipe. */
public final class Progress {
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final Console console;
  private final boolean shown;
  private int width;

  public Progress(Console console, boolean wanted) {
    this.console = console;
    shown = wanted && console.style().drawn();
  }

  public void show(String text) {
    if (shown) {
      width = width == 0 ? console.size().get().columns() : width;
      String fitting = Widths.cut(TerminalText.of(text), width - 1);
      console.out().print(CLEAR_LINE + console.style().paint(TextColor.FAINT, fitting));
      console.flush();
    }
  }

  public void clear() {
    if (shown) {
      console.out().print(CLEAR_LINE);
      console.flush();
    }
  }
}
