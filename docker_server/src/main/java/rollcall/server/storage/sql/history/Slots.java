package rollcall.server.storage.sql.history;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import rollcall.server.storage.change.ChangeEntry;
import rollcall.server.storage.roster.RosterEntry;
import rollcall.server.storage.sql.change.ChangeTable;
import rollcall.server.storage.sql.connection.ResultSets;
import rollcall.server.storage.sql.connection.SqlConnection;

/** Reads the sequence of containers that held a slot of a service. */
public final class Slots {
  private Slots() {}

  /**
   * Returns the containers that held a container's slot up to a revision, newest first, each in its
   * state at that revision; for a service without slots, those on its node. Omits pruned
   * containers.
   */
  public static List<RosterEntry> mates(
      SqlConnection reader, String container, long revision, int limit) throws SQLException {
    List<RosterEntry> mates = new ArrayList<>();
    for (String id : ids(reader, container, limit)) {
      for (ChangeEntry version : ChangeTable.versions(reader, id, revision, 1)) {
        if (version.entry() != null) {
          mates.add(version.entry());
        }
      }
    }
    return mates;
  }

  private static List<String> ids(SqlConnection reader, String container, int limit)
      throws SQLException {
    return ResultSets.list(
        reader,
        row -> row.getString(1),
        """
        SELECT p.container FROM placement p JOIN placement own ON own.seq =
          (SELECT max(seq) FROM placement WHERE container = ?)
        WHERE p.service = own.service AND p.slot IS NOT DISTINCT FROM own.slot
          AND (p.slot IS NOT NULL OR p.node = own.node) AND p.seq <= own.seq
        GROUP BY p.container ORDER BY min(p.seq) DESC LIMIT ?""",
        container,
        limit);
  }
}
