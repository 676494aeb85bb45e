package rollcall.server.storage.sql.roster;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import rollcall.api.history.Change.What;
import rollcall.server.storage.sql.change.WriteSession;
import rollcall.server.storage.sql.connection.ResultSets;
import rollcall.server.storage.sql.connection.SqlConnection;

/** Expires processes that no longer report themselves: no agent reports their end. */
public final class SilentProcesses {
  private static final String WHERE =
      " FROM container WHERE kind = 'process' AND removed_at IS NULL AND last_seen < ?";

  /** Maximum number of processes per call; the next call continues. */
  private static final int STEP = 500;

  private SilentProcesses() {}

  public static boolean isAny(
      SqlConnection sql, long now, Duration unknownAfter, Duration removedAfter)
      throws SQLException {
    return sql.number(
            "SELECT count(*)" + WHERE + " AND (state <> 'unknown' OR last_seen < ?)",
            now - unknownAfter.toNanos(),
            now - removedAfter.toNanos())
        > 0;
  }

  public static int expire(WriteSession session, Duration unknownAfter, Duration removedAfter)
      throws SQLException {
    List<String> ended = ids(session, "", removedAfter);
    for (String id : ended) {
      RosterWriter.remove(session, id);
      session.changed(What.REMOVED, id);
    }
    List<String> silent = ids(session, " AND state <> 'unknown'", unknownAfter);
    for (String id : silent) {
      session.sql().update("UPDATE container SET state = 'unknown' WHERE id = ?", id);
      session.changed(What.CHANGED, id);
    }
    return ended.size() + silent.size();
  }

  private static List<String> ids(WriteSession session, String which, Duration after)
      throws SQLException {
    return ResultSets.list(
        session.sql(),
        row -> row.getString(1),
        "SELECT id" + WHERE + which + " ORDER BY last_seen LIMIT ?",
        session.now() - after.toNanos(),
        STEP);
  }
}
