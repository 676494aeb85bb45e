package rollcall.server.storage.sql.change;

import java.sql.ResultSet;
import java.sql.SQLException;
import rollcall.server.storage.roster.RosterEntry;
import rollcall.server.storage.sql.connection.ResultSets;

/** The columns of a roster entry, which the view roster and the table change have in common. */
public final class EntryRow {
  public static final String COLUMNS =
      "id, name, state, facts, timestamp, memory_usage, cpu_usage, first_seen, last_seen,"
          + " removed_at";

  private EntryRow() {}

  /** Reads an entry from a row that starts with {@link #COLUMNS}. */
  public static RosterEntry entry(ResultSet row) throws SQLException {
    return new RosterEntry(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        new RosterEntry.Usage(ResultSets.time(row, 5), row.getDouble(6), row.getDouble(7)),
        new RosterEntry.Seen(
            ResultSets.time(row, 8), ResultSets.time(row, 9), ResultSets.optionalTime(row, 10)));
  }
}
