package rollcall.cli;

/**
 * Colours, or none.
 *
 * @param colored only on a terminal, and where the user wants them
 */
record Style(boolean colored) {
  String paint(Tint tint, String text) {
    return colored && tint != Tint.PLAIN
        ? "\u001b[" + tint.code() + "m" + text + "\u001b[0m"
        : text;
  }
}
