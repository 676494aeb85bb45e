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

/** The swarm as a manager's agent last reported it, until that report expires. */
public final class SwarmTable {
  /** The report expires this long after the last manager that reported the swarm became stale. */
  static final Duration EXPIRES_AFTER = Duration.ofMinutes(10);

  private static final Logger LOG = LoggerFactory.getLogger(SwarmTable.class);
  private static final SwarmSnapshot NONE = new SwarmSnapshot(List.of(), List.of());

  private SwarmTable() {}

  /** Stores the swarm from a node's list, or that the node which reported it no longer does. */
  static void update(WriteSession session, String node, NodeReport report) throws SQLException {
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
      // Otherwise the manager lost its quorum or was demoted: the swarm may still exist.
      Meta.set(sql, Meta.SWARM_BY, "");
    }
  }

  /**
   * Returns the swarm; an empty one if the report has expired.
   *
   * @param now in nanoseconds since 1970
   */
  public static SwarmSnapshot view(SqlConnection sql, long now) throws SQLException {
    Optional<String> json = Meta.get(sql, Meta.SWARM);
    return json.isEmpty() || hasExpired(sql, now) ? NONE : parse(json.get());
  }

  private static boolean hasExpired(SqlConnection sql, long now) throws SQLException {
    Optional<String> by = Meta.get(sql, Meta.SWARM_BY);
    if (by.isEmpty()) {
      return false; // stored by an older server
    }
    List<Long> staleSince =
        ResultSets.list(
            sql,
            row -> row.getLong(1),
            "SELECT coalesce(stale_since, ?) FROM node WHERE name = ?",
            now,
            by.get());
    long validAt = staleSince.isEmpty() ? Meta.number(sql, Meta.SWARM_AT) : staleSince.get(0);
    return validAt < now - EXPIRES_AFTER.toNanos();
  }

  /** Parses the swarm; another server version may have stored it in an unknown format. */
  private static SwarmSnapshot parse(String json) {
    try {
      return Json.read(json, SwarmSnapshot.class);
    } catch (JsonParseException | InvalidException e) {
      LOG.debug("cannot parse the stored swarm: {}", e.getMessage());
      return NONE;
    }
  }
}
