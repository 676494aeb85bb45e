package rollcall.cli.terminal;

/** The meaning of a colour. */
public enum TextColor {
  PLAIN(""),
  BOLD("1"),
  FAINT("2"),
  GOOD("32"),
  WARNING("33"),
  BAD("31");

  private final String code;

  TextColor(String code) {
    this.code = code;
  }

  /** The number of an ANSI "select graphic rendition" sequence. */
  String code() {
    return code;
  }
}
