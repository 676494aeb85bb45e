package rollcall.cli.terminal;

/** A terminal's size in characters. */
public record TerminalSize(int columns, int rows) {
  /** Wide enough to leave everything whole. */
  public static final TerminalSize UNLIMITED =
      new TerminalSize(Integer.MAX_VALUE, Integer.MAX_VALUE);

  /** What is assumed of a terminal that does not tell. */
  public static final TerminalSize DEFAULT = new TerminalSize(80, 24);

  /** What a terminal says of itself; 0 is what one says that does not know. */
  public static TerminalSize of(int columns, int rows) {
    return new TerminalSize(
        columns > 0 ? columns : DEFAULT.columns, rows > 0 ? rows : DEFAULT.rows);
  }
}
