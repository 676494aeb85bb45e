package rollcall.server.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import rollcall.server.storage.Entry;

/** A roster entry's columns: the tables roster and change have them under the same names. */
final class EntryRow {
  static final String COLUMNS =
      "id, name, state, facts, timestamp, memory_usage, cpu_usage, first_seen, last_seen,"
          + " removed_at";

  private EntryRow() {}

  /** Reads an entry from a row that begins with {@link #COLUMNS}. */
  static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        Rows.time(row, 5),
        row.getDouble(6),
        row.getDouble(7),
        Rows.time(row, 8),
        Rows.time(row, 9),
        Rows.optionalTime(row, 10));
  }
}
