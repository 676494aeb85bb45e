package rollcall.client.http;

/** Keeps what a URL must not carry out of messages: passwords, and tokens in queries. */
public final class Secrets {
  private Secrets() {}

  /** The text with "…" for each URL's user, password, query and fragment. */
  public static String hidden(String text) {
    return text.replaceAll("://[^\\s\"]*@", "://…@")
        .replaceAll("(://[^?#\\s\"]*[?#])[^\\s\"]+", "$1…");
  }
}
