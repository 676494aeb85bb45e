package rollcall.cli;

/** A terminal's size in characters. */
record Size(int columns, int rows) {
  /** Wide enough to leave everything whole. */
  static final Size UNLIMITED = new Size(Integer.MAX_VALUE, Integer.MAX_VALUE);

  /** What is assumed of a terminal that does not tell. */
  static final Size USUAL = new Size(80, 24);

  /** What a terminal says of itself; 0 is what one says that does not know. */
  static Size of(int columns, int rows) {
    return new Size(columns > 0 ? columns : USUAL.columns, rows > 0 ? rows : USUAL.rows);
  }
}
