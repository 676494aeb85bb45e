package rollcall.server.storage.sql.node;

import com.google.gson.JsonParseException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.api.json.Json;
import rollcall.api.node.NodeReport;
import rollcall.api.node.SwarmSnapshot;
import rollcall.common.InvalidException;
import rollcall.server.storage.sql.change.WriteSession;
import rollcall.server.storage.sql.connection.Meta;
import rollcall.server.storage.sql.connection.ResultSets;
import rollcall.server.storage.sql.connection.SqlConnection;

/** The swarm as a manager's agent reported it last, until that is too old. */
public final class SwarmTable {
  /** After so long without a manager that tells of it, nothing is known of the swarm. */
  static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

  private static final Logger LOG = LoggerFactory.getLogger(SwarmTable.class);
  private static final SwarmSnapshot NONE = new SwarmSnapshot(List.of(), List.of());

  private SwarmTable() {}

  /** What a node's list tells of the swarm, or that the node which told of it no longer does. */
  static void told(WriteSession session, String node, NodeReport report) throws SQLException {
    SqlConnection sql = session.sql();
    @Nullable SwarmSnapshot swarm = report.swarm();
    if (swarm != null) {
      Meta.set(sql, Meta.SWARM, Json.write(swarm));
      Meta.set(sql, Meta.SWARM_BY, node);
      Meta.set(sql, Meta.SWARM_AT, String.valueOf(session.now()));
    } else if (Meta.get(sql, Meta.SWARM_BY).filter(node::equals).isPresent()) {
      if ("inactive".equals(report.swarmState())) {
        Meta.set(sql, Meta.SWARM, Json.write(NONE));
      }
      // Else the manager may have lost its quorum, or its part: the swarm may still be there.
      Meta.set(sql, Meta.SWARM_BY, "");
    }
  }

  /**
   * The view, or none where it has ended.
   *
   * @param now in nanoseconds since 1970
   */
  public static SwarmSnapshot view(SqlConnection sql, long now) throws SQLException {
    Optional<String> json = Meta.get(sql, Meta.SWARM);
    return json.isEmpty() || hasEnded(sql, now) ? NONE : parse(json.get());
  }

  private static boolean hasEnded(SqlConnection sql, long now) throws SQLException {
    Optional<String> by = Meta.get(sql, Meta.SWARM_BY);
    if (by.isEmpty()) {
      return false; // told by way of an older server
    }
    List<Long> staleSince =
        ResultSets.list(
            sql,
            row -> row.getLong(1),
            "SELECT coalesce(stale_since, ?) FROM node WHERE name = ?",
            now,
            by.get());
    long lastSure = staleSince.isEmpty() ? Meta.number(sql, Meta.SWARM_AT) : staleSince.get(0);
    return lastSure < now - FORGOTTEN_AFTER.toNanos();
  }

  /** Another version's view may be of a shape that this one does not know. */
  private static SwarmSnapshot parse(String json) {
    try {
      return Json.read(json, SwarmSnapshot.class);
    } catch (JsonParseException | InvalidException e) {
      LOG.debug("the stored view of the swarm cannot be read: {}", e.getMessage());
      return NONE;
    }
  }
}
