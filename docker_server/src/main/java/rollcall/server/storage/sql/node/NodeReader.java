package rollcall.server.storage.sql.node;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rollcall.api.node.Node;
import rollcall.api.node.NodeBuilder;
import rollcall.api.node.SwarmSnapshot.Member;
import rollcall.server.storage.sql.connection.ResultSets;
import rollcall.server.storage.sql.connection.SqlConnection;

/** Reads the nodes: their agents' reports, joined with the swarm's node list from its manager. */
public final class NodeReader {
  private static final String SELECT =
      """
      SELECT n.name, n.address, n.last_heard, n.agent_version, n.engine_version,
        count(c.id), count(CASE WHEN c.state = 'running' THEN 1 END),
        n.stale_since, n.left_at, n.listed, n.unread, n.engine_id, n.swarm_node, n.hostname,
        n.rival_since, CASE WHEN n.rival IS NULL THEN 0 ELSE n.rival_at END,
        (SELECT min(o.name) FROM node o WHERE o.hostname = n.hostname AND o.name <> n.name
          AND o.stale_since IS NULL AND o.left_at IS NULL
          AND n.stale_since IS NULL AND n.left_at IS NULL)
      FROM node n LEFT JOIN container c ON c.node = n.name AND c.removed_at IS NULL
      """;

  private static final String GROUPED = " GROUP BY n.name ORDER BY n.name";

  private NodeReader() {}

  /** A row of the query, with the fields by which its swarm node is found. */
  private record NodeRow(NodeBuilder node, String hostname, @Nullable String swarmNode) {}

  public static List<Node> list(SqlConnection reader, long now) throws SQLException {
    List<Member> members = new ArrayList<>(SwarmTable.view(reader, now).nodes());
    List<Node> nodes = new ArrayList<>();
    Set<String> hostnames = new HashSet<>();
    for (NodeRow row : ResultSets.list(reader, NodeReader::row, SELECT + GROUPED)) {
      Optional<Member> member = member(members, row);
      member.ifPresent(members::remove);
      nodes.add(member.map(one -> joined(row.node, one)).orElse(row.node).build());
      hostnames.add(row.hostname);
    }
    for (Member member : members) {
      // A node that left and joined again is listed twice until its former entry is removed.
      if (hostnames.add(member.name()) || !"down".equals(member.state())) {
        nodes.add(joined(Node.builder(member.name()), member).build());
      }
    }
    nodes.sort(Comparator.comparing(Node::name));
    return List.copyOf(nodes);
  }

  /** Describes the conflict if another machine has the node's identity; null if there is none. */
  public static @Nullable String clash(SqlConnection sql, String name) throws SQLException {
    List<NodeRow> rows =
        ResultSets.list(sql, NodeReader::row, SELECT + " WHERE n.name = ?" + GROUPED, name);
    return rows.isEmpty() ? null : rows.get(0).node.build().clash();
  }

  /** Finds a node by its swarm id; by name if its agent or the manager reports no id. */
  private static Optional<Member> member(List<Member> members, NodeRow row) {
    for (Member member : members) {
      if (member.id() != null && member.id().equals(row.swarmNode)) {
        return Optional.of(member);
      }
    }
    return members.stream()
        .filter(member -> member.name().equals(row.hostname))
        .filter(member -> member.id() == null || row.swarmNode == null)
        .min(Comparator.comparing(member -> "down".equals(member.state())));
  }

  private static NodeRow row(ResultSet row) throws SQLException {
    NodeBuilder node =
        Node.builder(row.getString(1))
            .address(row.getString(2))
            .heard(
                ResultSets.time(row, 3),
                ResultSets.optionalTime(row, 8),
                ResultSets.optionalTime(row, 9))
            .agentVersion(row.getString(4))
            .engine(row.getString(5), row.getString(12))
            .containers(row.getInt(6), row.getInt(7))
            .listed(ResultSets.optionalInt(row, 10), ResultSets.optionalInt(row, 11))
            .clash(clash(row));
    return new NodeRow(
        node, Objects.requireNonNullElse(row.getString(14), row.getString(1)), row.getString(13));
  }

  private static @Nullable String clash(ResultSet row) throws SQLException {
    long rivalAt = row.getLong(16);
    if (NodeMessages.isAlive(row.getLong(15), rivalAt)
        && row.getLong(3) - rivalAt < NodeMessages.RIVAL_GONE_AFTER.toNanos()) {
      return "Another agent reports for the same engine id; it is refused while this agent is"
          + " alive. If the machine was copied, remove /var/lib/docker/engine-id (and key.json) on"
          + " the copy and restart Docker there. If two agents run on one machine, stop one.";
    }
    String namesake = row.getString(17);
    return namesake == null
        ? null
        : "Another machine has the hostname "
            + row.getString(14)
            + ", too; it is listed as "
            + namesake
            + ". Rename one of them, or set ROLLCALL_NODE for its agent.";
  }

  private static NodeBuilder joined(NodeBuilder node, Member member) {
    if (member.address() != null) {
      node.address(member.address());
    }
    return node.swarm(member.role(), member.availability(), member.state());
  }
}
