package rollcall.server.http.exchange;

/** Makes clients' text safe to print on a terminal. */
public final class LogText {
  private static final int MAX_LENGTH = 200;

  private LogText() {}

  /** Replaces control characters by question marks, and truncates long text. */
  public static String escape(String text) {
    String cut = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text;
    return cut.replaceAll("\\p{C}", "?");
  }
}
