package rollcall.server.http.routes;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Locale;
import rollcall.api.status.LoggedRequest;
import rollcall.api.status.RequestLogPage;
import rollcall.attestation.ContentDigest;

/** The request log as an HTML page of two tables, which also suits text browsers. */
public final class RequestLogHtml {
  static final String MEDIA_TYPE = "text/html;charset=utf-8";

  private static final String STYLE =
      ":root{color-scheme:light dark}body{font:1rem system-ui,sans-serif;margin:2rem}"
          + "td,th{padding:.1rem .8rem .1rem 0;text-align:left}";

  /** Allows only this style on the page: a caller's name could contain HTML. */
  static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + sha256(STYLE)
          + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private RequestLogHtml() {}

  public static String of(RequestLogPage requests) {
    StringBuilder html = new StringBuilder(8192);
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<title>Rollcall: requests</title>\n<style>")
        .append(STYLE)
        .append("</style>\n</head>\n<body>\n<h1>Requests</h1>\n")
        .append("<p>The last ")
        .append(requests.requests().size())
        .append(", including this one.</p>\n<table>\n");
    row(html, "th", "Time", "Caller", "Method", "Path", "Status", "ms", "Answered by");
    for (LoggedRequest request : requests.requests()) {
      row(
          html,
          "td",
          time(request.time()),
          request.caller(),
          request.method(),
          request.path(),
          String.valueOf(request.status()),
          String.format(Locale.ROOT, "%.1f", request.durationMs()),
          request.replica());
    }
    html.append("</table>\n<h2>Answered by</h2>\n<p>All requests in the log.</p>\n<table>\n");
    row(html, "th", "Replica", "Requests");
    requests.answered().forEach((replica, count) -> row(html, "td", replica, count.toString()));
    html.append("</table>\n");
    if (requests.dropped() > 0) {
      html.append("<p>")
          .append(requests.dropped())
          .append(" requests of this replica could not be logged.</p>\n");
    }
    return html.append("</body>\n</html>\n").toString();
  }

  private static void row(StringBuilder html, String cell, String... texts) {
    html.append("<tr>");
    for (String text : texts) {
      html.append('<').append(cell).append('>').append(escape(text));
      html.append("</").append(cell).append('>');
    }
    html.append("</tr>\n");
  }

  private static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;")
        .replaceAll("\\p{C}", "?"); // also C1 and bidi controls: w3m prints on a terminal
  }

  private static String sha256(String text) {
    byte[] hash = ContentDigest.sha256(text.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(hash);
  }
}
