package rollcall.server.storage.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import rollcall.api.Change.What;
import rollcall.api.Json;
import rollcall.api.Node;
import rollcall.api.NodeReport;
import rollcall.api.SwarmView;

/** The nodes: what their agents said, joined with the swarm as its manager sees it. */
final class NodeTable {
  /** Statements are good for less than that. */
  private static final Duration CLOCK_SET_BACK = Duration.ofMinutes(5);

  private NodeTable() {}

  /**
   * Whether a newer list is stored: what comes late, or is sent again by another, must not bring
   * back what was. A list that is older by more is that of a node whose clock was set back.
   */
  static boolean isOutdated(WriteSession session, String node, NodeReport report)
      throws SQLException {
    long taken = Nanos.of(report.timestamp());
    return session
            .sql()
            .number(
                "SELECT count(*) FROM node WHERE name = ? AND listed_at > ? AND listed_at < ?",
                node,
                taken,
                taken + CLOCK_SET_BACK.toNanos())
        > 0;
  }

  /** Before a node's list is taken: a node that is new, or back, is a change of its own. */
  static void announce(WriteSession session, String node, NodeReport report) throws SQLException {
    int isNew =
        session
            .sql()
            .update(
                "INSERT INTO node (name, last_heard, agent_version) VALUES (?, ?, ?)"
                    + " ON CONFLICT DO NOTHING",
                node,
                session.now(),
                report.agentVersion());
    if (isNew == 1) {
      session.nodeChanged(What.NODE_APPEARED, node);
    }
    int isBack =
        session
            .sql()
            .update("UPDATE node SET stale_since = NULL WHERE name = ? AND stale_since > 0", node);
    if (isBack == 1) {
      session.nodeChanged(What.NODE_BACK, node);
    }
  }

  /**
   * After its list was taken, not before: what is gone from the list was last seen when the agent
   * was last heard until now.
   */
  static void heard(WriteSession session, String node, NodeReport report) throws SQLException {
    session
        .sql()
        .update(
            "UPDATE node SET last_heard = ?, address = ?, agent_version = ?, engine_version = ?,"
                + " digest = ?, listed_at = ?, left_at = NULL WHERE name = ?",
            session.now(),
            report.address(),
            report.agentVersion(),
            report.engineVersion(),
            report.digest(),
            Nanos.of(report.timestamp()),
            node);
    SwarmView swarm = report.swarm();
    if (swarm != null) {
      Meta.set(session.sql(), Meta.SWARM, Json.write(swarm));
    }
  }

  /** Takes an agent's word that its list still holds; false if this is not the list stored. */
  static boolean heartbeat(WriteSession session, String node, String digest) throws SQLException {
    return session
            .sql()
            .update(
                "UPDATE node SET last_heard = ?, left_at = NULL"
                    + " WHERE name = ? AND digest = ? AND stale_since IS NULL",
                session.now(),
                node,
                digest)
        == 1;
  }

  /** The agent stops; the node's lease runs on, so that a restart changes nothing. */
  static boolean goodbye(WriteSession session, String node) throws SQLException {
    return session.sql().update("UPDATE node SET left_at = ? WHERE name = ?", session.now(), node)
        == 1;
  }

  /** Nodes whose agents are overdue and not yet marked so. */
  static List<String> overdue(Statements reader, long heardBefore) throws SQLException {
    return Rows.list(
        reader,
        row -> row.getString(1),
        "SELECT name FROM node WHERE last_heard < ? AND stale_since IS NULL",
        heardBefore);
  }

  /** Marks the overdue nodes stale and their containers unknown; returns how many nodes. */
  static int expire(WriteSession session, Duration staleAfter) throws SQLException {
    long heardBefore = session.now() - staleAfter.toNanos();
    List<String> overdue = overdue(session.sql(), heardBefore);
    for (String node : overdue) {
      session
          .sql()
          .update(
              "UPDATE node SET stale_since = last_heard + ? WHERE name = ?",
              staleAfter.toNanos(),
              node);
      session.nodeChanged(What.NODE_STALE, node);
      RosterWriter.unknown(session, node);
    }
    return overdue.size();
  }

  static List<Node> list(Statements reader) throws SQLException {
    Map<String, Node> nodes = new TreeMap<>();
    for (Node node :
        Rows.list(
            reader,
            row -> {
              return new Node(
                  row.getString(1),
                  row.getString(2),
                  Rows.time(row, 3),
                  Rows.optionalTime(row, 8),
                  Rows.optionalTime(row, 9),
                  row.getString(4),
                  row.getString(5),
                  row.getInt(6),
                  row.getInt(7),
                  null,
                  null,
                  null);
            },
            "SELECT n.name, n.address, n.last_heard, n.agent_version, n.engine_version,"
                + " count(c.id), count(CASE WHEN c.state = 'running' THEN 1 END),"
                + " n.stale_since, n.left_at"
                + " FROM node n LEFT JOIN container c ON c.node = n.name AND c.removed_at IS NULL"
                + " GROUP BY n.name")) {
      nodes.put(node.name(), node);
    }
    for (SwarmView.Member member : swarm(reader).nodes()) {
      nodes.merge(member.name(), joined(null, member), (node, none) -> joined(node, member));
    }
    return List.copyOf(nodes.values());
  }

  private static Node joined(@Nullable Node node, SwarmView.Member member) {
    return new Node(
        member.name(),
        member.address(),
        node == null ? null : node.lastHeard(),
        node == null ? null : node.staleSince(),
        node == null ? null : node.leftAt(),
        node == null ? null : node.agentVersion(),
        node == null ? null : node.engineVersion(),
        node == null ? 0 : node.containers(),
        node == null ? 0 : node.running(),
        member.role(),
        member.availability(),
        member.state());
  }

  static SwarmView swarm(Statements reader) throws SQLException {
    return Meta.get(reader, Meta.SWARM)
        .map(json -> Json.read(json, SwarmView.class))
        .orElse(new SwarmView(List.of(), List.of()));
  }
}
