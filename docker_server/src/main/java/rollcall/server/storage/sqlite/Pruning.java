package rollcall.server.storage.sqlite;

import java.sql.SQLException;
import rollcall.server.storage.Retention;

/** Removes what is beyond the limits, a step at a time: no step holds up other writers for long. */
final class Pruning {
  private static final int STEP = 500;

  private Pruning() {}

  /** One step; returns how many rows went. */
  static int step(WriteSession session, Retention retention) throws SQLException {
    Statements sql = session.sql();
    int reports =
        sql.update(
            "DELETE FROM report WHERE seq IN (SELECT seq FROM report"
                + " WHERE seq <= (SELECT max(seq) FROM report) - ? ORDER BY seq LIMIT ?)",
            retention.reports(),
            STEP);
    long tooOld = session.now() - retention.age().toNanos();
    int forgotten =
        sql.update(
            "DELETE FROM container WHERE id IN"
                + " (SELECT id FROM container WHERE last_seen < ? LIMIT ?)",
            tooOld,
            STEP);
    long excess = sql.number("SELECT count(*) FROM container") - retention.containers();
    if (excess > 0) {
      forgotten +=
          sql.update(
              "DELETE FROM container WHERE id IN"
                  + " (SELECT id FROM container ORDER BY removed_at IS NULL, last_seen LIMIT ?)",
              Math.min(excess, STEP));
    }
    int placements =
        sql.update(
            "DELETE FROM placement WHERE seq IN (SELECT p.seq FROM placement p"
                + " LEFT JOIN container c ON c.id = p.container WHERE c.id IS NULL LIMIT ?)",
            STEP);
    for (int i = 0; i < forgotten; i++) {
      session.changed();
    }
    return reports + forgotten + placements;
  }
}
