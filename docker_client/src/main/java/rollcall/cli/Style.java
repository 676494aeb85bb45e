package rollcall.cli;

/**
 * How to print: for a terminal or for a pipe, with colours or without.
 *
 * @param terminal whether someone watches
 * @param drawn whether the terminal can move its cursor, so that lines can be drawn over
 * @param colored only on a terminal, and where the user wants them
 */
record Style(boolean terminal, boolean drawn, boolean colored) {
  Style(boolean terminal, boolean colored) {
    this(terminal, terminal, colored);
  }

  String paint(Tint tint, String text) {
    return colored && tint != Tint.PLAIN
        ? "\u001b[" + tint.code() + "m" + text + "\u001b[0m"
        : text;
  }
}
