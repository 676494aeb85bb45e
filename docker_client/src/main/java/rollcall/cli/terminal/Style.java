package rollcall.cli.terminal;

/**
 * How to print: for a terminal or a pipe, with or without colours.
 *
 * @param terminal whether the output is a terminal
 * @param drawn whether the terminal can move its cursor, to overwrite lines
 * @param colored whether to use colours
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
