package rollcall.server.storage.sql.change;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import rollcall.api.history.Change.What;
import rollcall.api.variable.Variable;
import rollcall.server.storage.change.ChangeEntry;
import rollcall.server.storage.roster.RosterEntry;
import rollcall.server.storage.sql.connection.EpochNanos;
import rollcall.server.storage.sql.connection.Meta;
import rollcall.server.storage.sql.connection.ResultSets;
import rollcall.server.storage.sql.connection.SqlConnection;

/** The change feed's table: one row per revision. */
public final class ChangeTable {
  private static final String ROW =
      "id, name, image, node, service, task, slot, state, health, facts, timestamp,"
          + " memory_usage, cpu_usage, first_seen, last_seen, removed_at";

  /** Parameters: revision, time, what, container. */
  static final String COPY =
      "INSERT INTO change (revision, time, what, "
          + ROW
          + ") SELECT ?, ?, ?, "
          + ROW
          + " FROM roster WHERE id = ?";

  /** Parameters: previous revision, time, what, and those of the condition that is appended. */
  static final String COPY_ALL =
      "INSERT INTO change (revision, time, what, "
          + ROW
          + ") SELECT ? + row_number() OVER (ORDER BY id), ?, ?, "
          + ROW
          + " FROM roster WHERE id IN (SELECT id FROM container WHERE ";

  private static final String WORDS =
      "lower(id || ' ' || name || ' ' || image || ' ' || coalesce(node, '') || ' '"
          + " || coalesce(service, ''))";

  /** Parameters: revision, time, what, node. */
  static final String NODE = "INSERT INTO change (revision, time, what, node) VALUES (?, ?, ?, ?)";

  /** Joins the changes of variables, with their columns renamed. */
  private static final String VARS =
      " LEFT JOIN (SELECT revision AS var_revision, name AS var_name, value AS var_value,"
          + " author AS var_author FROM var_change) AS vars ON var_revision = revision";

  private static final String SELECT =
      "SELECT "
          + EntryRow.COLUMNS
          + ", revision, time, what, node, var_name, var_value, var_author FROM change"
          + VARS;

  /** The roster as of a revision (its one parameter), with the search text of each container. */
  public static final String AS_OF =
      "(SELECT c.*, "
          + WORDS
          + " AS words FROM change c JOIN (SELECT max(revision) AS revision FROM change"
          + " WHERE id IS NOT NULL AND revision <= ? GROUP BY id) AS newest USING (revision)"
          + " WHERE what <> 'forgotten') AS past";

  private ChangeTable() {}

  public static List<ChangeEntry> after(SqlConnection reader, long revision, int limit)
      throws SQLException {
    return ResultSets.list(
        reader,
        ChangeTable::change,
        SELECT + " WHERE revision > ? ORDER BY revision LIMIT ?",
        revision,
        limit);
  }

  public static List<ChangeEntry> versions(
      SqlConnection reader, String container, long upTo, int limit) throws SQLException {
    return ResultSets.list(
        reader,
        ChangeTable::change,
        SELECT + " WHERE id = ? AND revision <= ? ORDER BY revision DESC LIMIT ?",
        container,
        upTo,
        limit);
  }

  public static boolean hasNode(
      SqlConnection reader, What what, String node, Instant from, Instant upTo)
      throws SQLException {
    return reader.number(
            "SELECT count(*) FROM change WHERE time >= ? AND time <= ? AND node = ? AND what = ?",
            EpochNanos.of(from),
            EpochNanos.of(upTo),
            node,
            what.wireName())
        > 0;
  }

  /** Returns the newest revision at a time; 0 before the first. */
  public static long revisionAt(SqlConnection reader, long time) throws SQLException {
    return reader.number("SELECT coalesce(max(revision), 0) FROM change WHERE time <= ?", time);
  }

  /** Returns the oldest revision after which all changes are stored. */
  public static long oldest(SqlConnection reader) throws SQLException {
    return Meta.number(reader, Meta.PRUNED);
  }

  /** Returns the time from which on all changes are stored, at first the database's creation. */
  public static long earliestTime(SqlConnection reader) throws SQLException {
    return reader.number(
        "SELECT coalesce(min(time), ?)"
            + " FROM change WHERE revision = (SELECT min(revision) FROM change WHERE revision > ?)",
        Meta.number(reader, Meta.CREATED),
        oldest(reader));
  }

  private static ChangeEntry change(ResultSet row) throws SQLException {
    RosterEntry entry = row.getString(1) == null ? null : EntryRow.entry(row);
    long revision = row.getLong(11);
    Instant time = ResultSets.time(row, 12);
    String var = row.getString(15);
    return new ChangeEntry(
        revision,
        time,
        What.of(row.getString(13)),
        entry,
        row.getString(14),
        var == null
            ? null
            : new Variable(var, row.getString(16), row.getString(17), time, revision));
  }
}
