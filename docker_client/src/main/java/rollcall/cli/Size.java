package rollcall.cli;

/** A terminal's size in characters. */
record Size(int columns, int rows) {
  /** Wide enough to leave everything whole. */
  static final Size UNLIMITED = new Size(Integer.MAX_VALUE, Integer.MAX_VALUE);

  /** What is assumed of a terminal that does not tell. */
  static final Size USUAL = new Size(80, 24);
}
