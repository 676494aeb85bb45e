package rollcall.server.storage.sql;

import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rollcall.api.Report;

/**
 * A report, ready to be stored: made in the caller's thread, so that the one writer need not.
 *
 * @param facts the part that seldom changes; see {@link Facts}
 * @param words what a search looks through, in lower case
 */
record Observed(Report report, String facts, String words) {
  static Observed of(Report report) {
    String words =
        Stream.of(report.id(), report.name(), report.image(), report.node(), report.service())
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" "));
    return new Observed(report, Facts.of(report), words.toLowerCase(Locale.ROOT));
  }
}
