package rollcall.server.storage.sql.roster;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Report;
import rollcall.api.container.Sample;
import rollcall.server.storage.roster.ReportRange;
import rollcall.server.storage.roster.StoredReport;
import rollcall.server.storage.sql.change.WriteSession;
import rollcall.server.storage.sql.connection.EpochNanos;
import rollcall.server.storage.sql.connection.ResultSets;
import rollcall.server.storage.sql.connection.SqlConnection;

/** The table of posted reports, unique by container id and timestamp. */
public final class ReportTable {
  private static final String COLUMNS =
      "id, image, name, timestamp, memory_usage, cpu_usage, posted_timestamp";

  private ReportTable() {}

  /** Adds a report; false if one with the same (id, timestamp) exists. */
  public static boolean add(WriteSession session, Report report, @Nullable String postedTimestamp)
      throws SQLException {
    return session
            .sql()
            .update(
                "INSERT INTO report ("
                    + COLUMNS
                    + ", seq) VALUES (?, ?, ?, ?, ?, ?, ?, "
                    + ResultSets.NEXT_SEQ
                    + "FROM report))"
                    + " ON CONFLICT (id, timestamp) DO NOTHING",
                report.id(),
                report.image(),
                report.name(),
                EpochNanos.of(report.timestamp()),
                report.memoryUsage(),
                report.cpuUsage(),
                postedTimestamp)
        == 1;
  }

  public static List<StoredReport> of(
      SqlConnection reader, String id, @Nullable Instant before, int limit) throws SQLException {
    return ResultSets.list(
        reader,
        ReportTable::report,
        "SELECT "
            + COLUMNS
            + " FROM report WHERE id = ? AND timestamp < ?"
            + " ORDER BY timestamp DESC LIMIT ?",
        id,
        before == null ? Long.MAX_VALUE : EpochNanos.of(before),
        limit);
  }

  /** Returns the reports after a sequence number, in the order of arrival. */
  public static List<Arrived> after(SqlConnection reader, long seq, int limit) throws SQLException {
    return ResultSets.list(
        reader,
        row -> new Arrived(row.getLong(8), report(row)),
        "SELECT " + COLUMNS + ", seq FROM report WHERE seq > ? ORDER BY seq LIMIT ?",
        seq,
        limit);
  }

  /** Returns the range; in two queries, because SQLite scans the index for min and max together. */
  public static ReportRange range(SqlConnection reader) throws SQLException {
    return new ReportRange(
        reader.number("SELECT min(seq) FROM report"), reader.number("SELECT max(seq) FROM report"));
  }

  private static StoredReport report(ResultSet row) throws SQLException {
    Sample sample =
        new Sample(
            row.getString(1),
            row.getString(2),
            row.getString(3),
            ResultSets.time(row, 4),
            row.getDouble(5),
            row.getDouble(6));
    return new StoredReport(sample, row.getString(7));
  }

  public record Arrived(long seq, StoredReport report) {}
}
