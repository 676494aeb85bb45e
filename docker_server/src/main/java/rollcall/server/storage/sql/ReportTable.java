package rollcall.server.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.api.Report;
import rollcall.api.Sample;
import rollcall.server.storage.PostedReport;
import rollcall.server.storage.ReportSpan;

/** The reports as posted, each once. */
final class ReportTable {
  private static final String COLUMNS =
      "id, image, name, timestamp, memory_usage, cpu_usage, posted_timestamp";

  private ReportTable() {}

  /** False if the same (id, timestamp) was there before. */
  static boolean add(WriteSession session, Report report, @Nullable String postedTimestamp)
      throws SQLException {
    return session
            .sql()
            .update(
                "INSERT INTO report ("
                    + COLUMNS
                    + ", seq) VALUES (?, ?, ?, ?, ?, ?, ?, "
                    + Rows.NEXT_SEQ
                    + "FROM report))"
                    + " ON CONFLICT (id, timestamp) DO NOTHING",
                report.id(),
                report.image(),
                report.name(),
                Nanos.of(report.timestamp()),
                report.memoryUsage(),
                report.cpuUsage(),
                postedTimestamp)
        == 1;
  }

  static List<PostedReport> of(Statements reader, String id, @Nullable Instant before, int limit)
      throws SQLException {
    return Rows.list(
        reader,
        ReportTable::report,
        "SELECT "
            + COLUMNS
            + " FROM report WHERE id = ? AND timestamp < ?"
            + " ORDER BY timestamp DESC LIMIT ?",
        id,
        before == null ? Long.MAX_VALUE : Nanos.of(before),
        limit);
  }

  /** Some reports after one, in the order of arrival. */
  static List<Arrived> after(Statements reader, long seq, int limit) throws SQLException {
    return Rows.list(
        reader,
        row -> new Arrived(row.getLong(8), report(row)),
        "SELECT " + COLUMNS + ", seq FROM report WHERE seq > ? ORDER BY seq LIMIT ?",
        seq,
        limit);
  }

  /** Two looks at the ends of the key: asked for both at once, SQLite reads all of it. */
  static ReportSpan span(Statements reader) throws SQLException {
    return new ReportSpan(
        reader.number("SELECT min(seq) FROM report"), reader.number("SELECT max(seq) FROM report"));
  }

  private static PostedReport report(ResultSet row) throws SQLException {
    Sample sample =
        new Sample(
            row.getString(1),
            row.getString(2),
            row.getString(3),
            Rows.time(row, 4),
            row.getDouble(5),
            row.getDouble(6));
    return new PostedReport(sample, row.getString(7));
  }

  /** A report and its place in the order of arrival. */
  record Arrived(long seq, PostedReport report) {}
}
