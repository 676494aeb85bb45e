package rollcall.server.http;

/** Makes text from outside harmless for a log that is read on a terminal. */
final class Log {
  private static final int MOST = 200;

  private Log() {}

  /** Control characters become question marks; long text is cut. */
  static String escape(String text) {
    String cut = text.length() > MOST ? text.substring(0, MOST) + "…" : text;
    return cut.replaceAll("\\p{C}", "?");
  }
}
