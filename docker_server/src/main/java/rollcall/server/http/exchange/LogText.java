package rollcall.server.http.exchange;

/** Makes text from outside harmless for a log that is read on a terminal. */
public final class LogText {
  private static final int MAX_LENGTH = 200;

  private LogText() {}

  /** Control characters become question marks; long text is cut. */
  public static String escape(String text) {
    String cut = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text;
    return cut.replaceAll("\\p{C}", "?");
  }
}
