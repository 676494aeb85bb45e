package rollcall.server.storage.sql;

import java.sql.SQLException;
import java.util.List;
import rollcall.api.history.Change.What;
import rollcall.server.storage.Retention;
import rollcall.server.storage.sql.change.ChangeTable;
import rollcall.server.storage.sql.change.WriteSession;
import rollcall.server.storage.sql.connection.Meta;
import rollcall.server.storage.sql.connection.ResultSets;
import rollcall.server.storage.sql.connection.SqlConnection;
import rollcall.server.storage.sql.node.NodeTable;
import rollcall.server.storage.sql.table.VariableTable;

/**
 * Removes rows beyond the limits, in small steps so that other writers are not delayed for long.
 */
final class Pruning {
  private static final int STEP = 500;

  private Pruning() {}

  /** Runs one step; returns the number of removed rows. */
  static int step(WriteSession session, Retention retention) throws SQLException {
    SqlConnection sql = session.sql();
    int reports =
        sql.update(
            "DELETE FROM report WHERE seq IN (SELECT seq FROM report"
                + " WHERE seq <= (SELECT max(seq) FROM report) - ? ORDER BY seq LIMIT ?)",
            retention.reports(),
            STEP);
    long tooOld = session.now() - retention.age().toNanos();
    int forgotten =
        forget(
            session,
            "container JOIN roster USING (id)"
                + " WHERE container.last_seen < ? AND roster.last_seen < ?",
            tooOld,
            tooOld,
            STEP);
    long excess = sql.number("SELECT count(*) FROM container") - retention.containers();
    if (excess > 0) {
      forgotten +=
          forget(session, "roster ORDER BY removed_at IS NULL, last_seen", Math.min(excess, STEP));
    }
    forgotten += NodeTable.forget(session, tooOld, STEP);
    int placements =
        sql.update(
            "DELETE FROM placement WHERE seq IN (SELECT p.seq FROM placement p"
                + " LEFT JOIN container c ON c.id = p.container WHERE c.id IS NULL LIMIT ?)",
            STEP);
    return reports
        + forgotten
        + placements
        + compact(session, retention)
        + VariableTable.prune(sql, STEP);
  }

  private static int forget(WriteSession session, String which, Object... parameters)
      throws SQLException {
    List<String> ids =
        ResultSets.list(
            session.sql(),
            row -> row.getString(1),
            "SELECT id FROM " + which + " LIMIT ?",
            parameters);
    for (String id : ids) {
      session.changed(What.FORGOTTEN, id);
      session.sql().update("DELETE FROM container WHERE id = ?", id);
    }
    return ids.size();
  }

  /**
   * Removes the oldest changes from the feed. Each container's newest change before the cut stays,
   * so that the roster of any later time can still be read; forgotten containers are deleted.
   */
  private static int compact(WriteSession session, Retention retention) throws SQLException {
    SqlConnection sql = session.sql();
    long done = ChangeTable.oldest(sql);
    long upTo = Math.min(session.revision() - retention.changes(), done + STEP);
    if (upTo <= done) {
      return 0;
    }
    int removed =
        sql.update(
            "DELETE FROM change WHERE revision IN (SELECT o.revision FROM change c"
                + " JOIN change o ON o.id = c.id AND o.revision < c.revision"
                + " WHERE c.revision > ? AND c.revision <= ?)",
            done,
            upTo);
    removed +=
        sql.update(
            "DELETE FROM change WHERE revision > ? AND revision <= ?"
                + " AND (id IS NULL OR what = 'forgotten')",
            done,
            upTo);
    Meta.set(sql, Meta.PRUNED, String.valueOf(upTo));
    return Math.max(1, removed);
  }
}
