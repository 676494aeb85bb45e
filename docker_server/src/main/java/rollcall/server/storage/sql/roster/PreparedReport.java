package rollcall.server.storage.sql.roster;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Report;
import rollcall.api.json.Json;
import rollcall.server.storage.roster.RosterEntry;

/**
 * A report ready to be stored: prepared in the caller's thread to relieve the single writer.
 *
 * @param facts the {@link StableFields} as JSON
 * @param words the text for searches, in lower case
 */
public record PreparedReport(Report report, String facts, String words) {
  /**
   * Maximum length of the search text in bytes. It is part of an index, and PostgreSQL rejects
   * index rows of more than 2704 bytes, and with it the report. ASCII texts within {@link
   * rollcall.api.Bounds} always fit.
   */
  private static final int MAX_WORDS_BYTES = 1600;

  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u202[89]|.)");

  public static PreparedReport of(Report report) {
    String words =
        Stream.of(report.id(), report.name(), report.image(), report.node(), report.service())
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" "));
    return new PreparedReport(
        report, normalized(StableFields.of(report)), truncated(words.toLowerCase(Locale.ROOT)));
  }

  /**
   * Converts JSON to the form that both databases store unchanged. Replaces unpaired surrogates by
   * question marks; otherwise the stored fields would always differ from the report's. Unescapes
   * Gson's two line separators: PostgreSQL reads such escapes only in UTF-8 databases.
   */
  private static String normalized(String json) {
    String text = new String(json.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    return text.contains("\\u202")
        ? ESCAPE.matcher(text).replaceAll(found -> unescaped(found.group()))
        : text;
  }

  private static String unescaped(String escape) {
    return switch (escape) {
      case "\\u2028" -> "\u2028";
      case "\\u2029" -> "\u2029";
      default -> Matcher.quoteReplacement(escape);
    };
  }

  /** Truncates a text to {@link #MAX_WORDS_BYTES}. */
  private static String truncated(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= MAX_WORDS_BYTES) {
      return text;
    }
    int end = MAX_WORDS_BYTES;
    while ((bytes[end] & 0xc0) == 0x80) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  /** Replaces unpaired surrogates by question marks, as the databases do. */
  static @Nullable String stored(@Nullable String text) {
    return text == null
        ? null
        : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** Returns a copy with another container id and node name. */
  PreparedReport withIdAndNode(String id, String node) {
    JsonObject copy = Json.gson().toJsonTree(report).getAsJsonObject();
    copy.addProperty("id", id);
    copy.addProperty("node", node);
    return of(Json.gson().fromJson(copy, Report.class));
  }

  /** The roster entry of a container with no other report than this. */
  public RosterEntry entry() {
    return new RosterEntry(
        report.id(),
        report.name(),
        report.state() == null ? null : report.state().wireName(),
        facts,
        RosterEntry.Usage.of(report),
        new RosterEntry.Seen(report.timestamp(), report.timestamp(), null));
  }
}
