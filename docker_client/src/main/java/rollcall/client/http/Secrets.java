package rollcall.client.http;

/** Removes secrets in URLs from messages. */
public final class Secrets {
  private Secrets() {}

  /** Replaces each URL's user, password, query and fragment with "…". */
  public static String redact(String text) {
    return text.replaceAll("://[^\\s\"]*@", "://…@")
        .replaceAll("(://[^?#\\s\"]*[?#])[^\\s\"]+", "$1…");
  }
}
