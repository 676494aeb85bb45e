package rollcall.server.storage.sql.table;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import rollcall.api.status.LoggedRequest;
import rollcall.server.storage.RequestLog;
import rollcall.server.storage.sql.change.WriteSession;
import rollcall.server.storage.sql.connection.EpochNanos;
import rollcall.server.storage.sql.connection.ResultSets;
import rollcall.server.storage.sql.connection.SqlConnection;

/** The table of the request log, a ring buffer. */
public final class RequestTable {
  private static final String COLUMNS = "time, caller, method, path, status, duration_ms, replica";
  private static final int WIDTH = 8;

  /** Rows per INSERT, because a call costs more than a row. */
  private static final int ROWS = 25;

  private RequestTable() {}

  /**
   * Adds rows and removes the oldest ones beyond the limit, step by step if the limit was lowered.
   * Returns the number of removed rows.
   */
  public static int add(WriteSession session, List<LoggedRequest> requests, int keep)
      throws SQLException {
    SqlConnection sql = session.sql();
    long seq = sql.number("SELECT coalesce(max(seq), 0) FROM request");
    for (int from = 0; from < requests.size(); from += ROWS) {
      insert(sql, seq + from, requests.subList(from, Math.min(from + ROWS, requests.size())));
    }
    return sql.update(
        "DELETE FROM request WHERE seq <= ? AND seq < (SELECT min(seq) FROM request) + ?",
        seq + requests.size() - keep,
        2L * requests.size() + ROWS);
  }

  private static void insert(SqlConnection sql, long seq, List<LoggedRequest> requests)
      throws SQLException {
    @Nullable Object[] values = new @Nullable Object[requests.size() * WIDTH];
    int i = 0;
    for (LoggedRequest request : requests) {
      values[i] = seq + i / WIDTH + 1;
      values[i + 1] = EpochNanos.of(request.time());
      values[i + 2] = request.caller();
      values[i + 3] = request.method();
      values[i + 4] = request.path();
      values[i + 5] = request.status();
      values[i + 6] = request.durationMs();
      values[i + 7] = request.replica();
      i += WIDTH;
    }
    String rows = ", (?, ?, ?, ?, ?, ?, ?, ?)".repeat(requests.size()).substring(2);
    sql.update("INSERT INTO request (seq, " + COLUMNS + ") VALUES " + rows, values);
  }

  public static RequestLog newest(SqlConnection reader, Instant upTo, int limit)
      throws SQLException {
    List<LoggedRequest> newest =
        ResultSets.list(
            reader,
            row ->
                new LoggedRequest(
                    ResultSets.time(row, 1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getInt(5),
                    row.getDouble(6),
                    row.getString(7)),
            "SELECT "
                + COLUMNS
                + " FROM request WHERE time <= ? ORDER BY time DESC, seq DESC LIMIT ?",
            EpochNanos.of(upTo),
            limit);
    Map<String, Long> answered = new TreeMap<>();
    ResultSets.list(
            reader,
            row -> Map.entry(row.getString(1), row.getLong(2)),
            "SELECT replica, count(*) FROM request GROUP BY replica")
        .forEach(replica -> answered.put(replica.getKey(), replica.getValue()));
    return new RequestLog(newest, answered);
  }
}
