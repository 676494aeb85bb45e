package rollcall.cli.terminal;

/** A terminal's size in characters. */
public record TerminalSize(int columns, int rows) {
  /** Wide enough to truncate nothing. */
  public static final TerminalSize UNLIMITED =
      new TerminalSize(Integer.MAX_VALUE, Integer.MAX_VALUE);

  /** The size assumed for a terminal that does not report it. */
  public static final TerminalSize DEFAULT = new TerminalSize(80, 24);

  /** The reported size; 0 means unknown. */
  public static TerminalSize of(int columns, int rows) {
    return new TerminalSize(
        columns > 0 ? columns : DEFAULT.columns, rows > 0 ? rows : DEFAULT.rows);
  }
}
