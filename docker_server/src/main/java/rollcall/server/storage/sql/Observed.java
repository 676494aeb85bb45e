package rollcall.server.storage.sql;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rollcall.api.Report;
import rollcall.server.storage.Entry;

/**
 * A report, ready to be stored: made in the caller's thread, so that the one writer need not.
 *
 * @param facts the part that seldom changes; see {@link Facts}
 * @param words what a search looks through, in lower case
 */
record Observed(Report report, String facts, String words) {
  /**
   * Bytes of the words at most: they are part of an index, and PostgreSQL refuses an index row of
   * more than 2704, which takes the whole report with it. Texts of ASCII within {@link
   * rollcall.api.Bounds} fit.
   */
  private static final int WORDS = 1600;

  static Observed of(Report report) {
    String words =
        Stream.of(report.id(), report.name(), report.image(), report.node(), report.service())
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" "));
    return new Observed(report, asStored(Facts.of(report)), cut(words.toLowerCase(Locale.ROOT)));
  }

  /** Half a surrogate pair is stored as a question mark; else the facts would differ for ever. */
  private static String asStored(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
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

  /** The roster's entry of a container of which nothing but this report is known. */
  Entry entry() {
    return new Entry(
        report.id(),
        report.name(),
        report.state() == null ? null : report.state().word(),
        facts,
        report.timestamp(),
        report.memoryUsage(),
        report.cpuUsage(),
        report.timestamp(),
        report.timestamp(),
        null);
  }
}
