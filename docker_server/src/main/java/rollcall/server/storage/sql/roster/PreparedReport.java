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
 * @param facts the part that seldom changes; see {@link StableFields}
 * @param words what a search looks through, in lower case
 */
public record PreparedReport(Report report, String facts, String words) {
  /**
   * Bytes of the words at most: they are part of an index, and PostgreSQL refuses an index row of
   * more than 2704, which takes the whole report with it. Texts of ASCII within {@link
   * rollcall.api.Bounds} fit.
   */
  private static final int WORDS = 1600;

  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u202[89]|.)");

  public static PreparedReport of(Report report) {
    String words =
        Stream.of(report.id(), report.name(), report.image(), report.node(), report.service())
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" "));
    return new PreparedReport(
        report, asStored(StableFields.of(report)), cut(words.toLowerCase(Locale.ROOT)));
  }

  /**
   * JSON as every database keeps and reads it. Half a surrogate pair is stored as a question mark,
   * else the facts would differ for ever. The two line ends that Gson escapes for JavaScript are
   * not escaped: PostgreSQL reads escapes beyond ASCII in databases of UTF-8 alone.
   */
  private static String asStored(String json) {
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

  /** As much of a text as has no more than {@link #WORDS} bytes. */
  private static String cut(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= WORDS) {
      return text;
    }
    int end = WORDS;
    while ((bytes[end] & 0xc0) == 0x80) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  /** A text as the databases keep it. */
  static @Nullable String stored(@Nullable String text) {
    return text == null
        ? null
        : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** The same of a container that the roster knows by another id, or on a node of another name. */
  PreparedReport as(String id, String node) {
    JsonObject other = Json.gson().toJsonTree(report).getAsJsonObject();
    other.addProperty("id", id);
    other.addProperty("node", node);
    return of(Json.gson().fromJson(other, Report.class));
  }

  /** The roster's entry of a container of which nothing but this report is known. */
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
