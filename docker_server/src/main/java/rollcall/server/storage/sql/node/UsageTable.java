package rollcall.server.storage.sql.node;

import com.google.gson.JsonArray;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import rollcall.api.container.Report;
import rollcall.api.node.Heartbeat;
import rollcall.server.storage.sql.change.WriteSession;
import rollcall.server.storage.sql.connection.Dialect;
import rollcall.server.storage.sql.connection.EpochNanos;

/** The newest measurements per container, as reported by its node's agent. */
public final class UsageTable {
  private UsageTable() {}

  /** Returns the rows as a JSON array, which the writer inserts in one statement. */
  public static String rows(Heartbeat heartbeat) {
    return rows(List.of(), heartbeat);
  }

  public static String rows(List<Report> list) {
    return rowsOf(list).toString();
  }

  /** Returns the rows of reports and of a heartbeat together. */
  public static String rows(List<Report> list, Heartbeat heartbeat) {
    JsonArray rows = rowsOf(list);
    long timestamp = EpochNanos.of(heartbeat.timestamp());
    heartbeat
        .usage()
        .forEach(
            (id, usage) -> rows.add(row(id, timestamp, usage.memoryUsage(), usage.cpuUsage())));
    return rows.toString();
  }

  private static JsonArray rowsOf(List<Report> list) {
    JsonArray rows = new JsonArray();
    for (Report report : list) {
      long timestamp = EpochNanos.of(report.timestamp());
      rows.add(row(report.id(), timestamp, report.memoryUsage(), report.cpuUsage()));
    }
    return rows;
  }

  private static JsonArray row(String id, long timestamp, double memoryUsage, double cpuUsage) {
    JsonArray row = new JsonArray(4);
    row.add(id);
    row.add(timestamp);
    row.add(memoryUsage);
    row.add(cpuUsage);
    return row;
  }

  /** Stores the measurements of a list; deletes those of containers that are not on it. */
  public static void replace(WriteSession session, String node, String rows) throws SQLException {
    session.sql().update("DELETE FROM usage WHERE node = ?", node);
    renew(session, node, rows);
  }

  /** Stores measurements of an update; deletes those of containers that it removes. */
  public static void update(
      WriteSession session, String node, String rows, Collection<String> removed)
      throws SQLException {
    if (!removed.isEmpty()) {
      session
          .sql()
          .update(
              "DELETE FROM usage WHERE node = ? AND "
                  + session.sql().dialect().isOneOf("container"),
              node,
              Dialect.texts(removed));
    }
    renew(session, node, rows);
  }

  /** Stores the measurements of a heartbeat: updates rows, which costs less than inserting. */
  public static void renew(WriteSession session, String node, String rows) throws SQLException {
    session
        .sql()
        .update(
            "INSERT INTO usage (node, container, timestamp, memory_usage, cpu_usage)"
                + " SELECT ?, value ->> 0, CAST(value ->> 1 AS BIGINT),"
                + " CAST(value ->> 2 AS DOUBLE PRECISION), CAST(value ->> 3 AS DOUBLE PRECISION)"
                + " FROM "
                + session.sql().dialect().elements()
                // Without WHERE, SQLite parses ON as a join condition.
                + " WHERE TRUE ON CONFLICT (node, container) DO UPDATE SET"
                + " timestamp = excluded.timestamp, memory_usage = excluded.memory_usage,"
                + " cpu_usage = excluded.cpu_usage",
            node,
            rows);
  }
}
