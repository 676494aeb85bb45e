package rollcall.cli.terminal;

/**
 * How to print: for a terminal or for a pipe, with colours or without.
 *
 * @param terminal whether someone watches
 * @param drawn whether the terminal can move its cursor, so that lines can be drawn over
 * @param colored only on a terminal, and where the user wants them
 */
public record Style(boolean terminal, boolean drawn, boolean colored) {
  public Style(boolean terminal, boolean colored) {
    this(terminal, terminal, colored);
  }

  public String paint(TextColor color, String text) {
    return colored && color != TextColor.PLAIN
        ? "\u001b[" + color.code() + "m" + text + "\u001b[0m"
        : text;
  }
}
