package rollcall.cli.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import rollcall.cli.terminal.Console;
import rollcall.cli.terminal.TerminalSize;
import rollcall.cli.terminal.TextColor;

/**
 * Text that is updated in place on the terminal's alternate screen, which leaves the scrollback as
 * it is. Only changed lines are written, to avoid flicker. If the terminal cannot move its cursor,
 * each changed text is printed in full.
 */
public final class LiveView implements AutoCloseable {
  private static final String OPEN = "\u001b[?1049h\u001b[?25l\u001b[2J";
  private static final String CLOSE = "\u001b[?25h\u001b[?1049l";

  private final Console console;
  private final InterruptHandler interrupt;
  private List<String> shown = List.of();
  private TerminalSize size = new TerminalSize(0, 0);
  private boolean open;

  public LiveView(CommandContext context) {
    console = context.console();
    interrupt = new InterruptHandler(context, this::exit);
  }

  /** Shows the output of {@code printer}. */
  public void show(Consumer<Console> printer) {
    TerminalSize now = console.size().get();
    StringWriter text = new StringWriter();
    PrintWriter writer = new PrintWriter(text);
    printer.accept(new Console(writer, writer, console.style(), () -> now));
    List<String> lines = text.toString().lines().toList();
    if (!console.style().drawn()) {
      append(lines);
    } else {
      draw(lines, now);
    }
  }

  private void append(List<String> lines) {
    if (!lines.equals(shown)) {
      lines.forEach(console::line);
      console.flush();
      shown = lines;
    }
  }

  private synchronized void draw(List<String> lines, TerminalSize now) {
    StringBuilder frame = new StringBuilder();
    if (!open || !now.equals(size)) {
      frame.append(open ? "\u001b[2J" : OPEN);
      open = true;
      size = now;
      shown = List.of();
    }
    List<String> fitting = fit(lines, now.rows());
    for (int i = 0; i < fitting.size(); i++) {
      if (i >= shown.size() || !fitting.get(i).equals(shown.get(i))) {
        frame
            .append("\u001b[")
            .append(i + 1)
            .append(";1H")
            .append(fitting.get(i))
            .append("\u001b[K");
      }
    }
    if (shown.size() > fitting.size()) {
      frame.append("\u001b[").append(fitting.size() + 1).append(";1H\u001b[J");
    }
    if (!frame.isEmpty()) {
      console.out().print(frame);
      console.flush();
    }
    shown = fitting;
  }

  private List<String> fit(List<String> lines, int rows) {
    if (lines.size() <= rows) {
      return lines;
    }
    List<String> fitting = new ArrayList<>(lines.subList(0, Math.max(0, rows - 1)));
    fitting.add(console.style().paint(TextColor.FAINT, "… " + (lines.size() - rows + 1) + " more"));
    return fitting;
  }

  private synchronized void exit() {
    if (open) {
      open = false;
      console.out().print(CLOSE);
      console.flush();
    }
  }

  @Override
  public void close() {
    interrupt.close();
    exit();
  }
}
