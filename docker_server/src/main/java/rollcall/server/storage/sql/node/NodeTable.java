package rollcall.server.storage.sql.node;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rollcall.api.history.Change.What;
import rollcall.api.node.Heartbeat;
import rollcall.api.node.ListUpdate;
import rollcall.api.node.NodeReport;
import rollcall.api.node.Sender;
import rollcall.server.storage.roster.Reception.Verdict;
import rollcall.server.storage.sql.change.WriteSession;
import rollcall.server.storage.sql.connection.EpochNanos;
import rollcall.server.storage.sql.connection.ResultSets;
import rollcall.server.storage.sql.connection.SqlConnection;

/** The table of nodes: their agents' newest reports, and when they came. */
public final class NodeTable {
  /** For lists without a sequence number: an even older one means that the clock was set back. */
  private static final Duration CLOCK_SET_BACK = Duration.ofMinutes(5);

  /**
   * An agent without sequence numbers repeats its list only on request. The server requests it this
   * often, to repair rows that differ from it.
   */
  private static final Duration LIST_REQUEST_INTERVAL = Duration.ofMinutes(1);

  /** A SQL expression whose value changes with every message of a node. */
  private static final String LAST_MESSAGE = "coalesce(beats, 0) || ' ' || last_heard";

  private NodeTable() {}

  /** Whether a newer list is stored, by the agent's clock; for lists without a sequence number. */
  public static boolean isOutdated(WriteSession session, KnownNode node, NodeReport report)
      throws SQLException {
    long taken = EpochNanos.of(report.timestamp());
    return report.run() == null
        && session
                .sql()
                .number(
                    "SELECT count(*) FROM node WHERE name = ? AND listed_at > ? AND listed_at < ?",
                    node.name(),
                    taken,
                    taken + CLOCK_SET_BACK.toNanos())
            > 0;
  }

  /** Adds a new node, or marks one that is back, as a change; call before its list is applied. */
  public static void register(WriteSession session, String node, String hostname, NodeReport report)
      throws SQLException {
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
    if (isNew + isBack > 0 && hasNamesake(session.sql(), node, hostname)) {
      session.nodeChanged(What.NODE_CLASH, node);
    }
  }

  private static boolean hasNamesake(SqlConnection sql, String node, String hostname)
      throws SQLException {
    return sql.number(
            "SELECT count(*) FROM node WHERE name <> ? AND hostname = ?"
                + " AND stale_since IS NULL AND left_at IS NULL",
            node,
            hostname)
        > 0;
  }

  /**
   * Stores the data of a list. Call after the list was applied: containers that are no longer on it
   * were last seen at the node's previous message.
   */
  public static void saveList(WriteSession session, String node, String hostname, NodeReport report)
      throws SQLException {
    session
        .sql()
        .update(
            "UPDATE node SET last_heard = ?, beats = coalesce(beats, 0) + 1, hostname = ?,"
                + " engine_id = ?, swarm_node = ?, address = ?, agent_version = ?,"
                + " engine_version = ?, digest = ?, listed_at = ?, listed = ?, unread = ?,"
                + " left_at = NULL WHERE name = ?",
            session.now(),
            hostname,
            report.engineId(),
            report.swarmNode(),
            report.address(),
            report.agentVersion(),
            report.engineVersion(),
            report.digest(),
            EpochNanos.of(report.timestamp()),
            report.listed(),
            report.unread(),
            node);
    SwarmTable.update(session, node, report);
  }

  /** Renews a node's lease, unless the heartbeat refers to another list than the stored one. */
  public static Verdict heartbeat(
      WriteSession session, KnownNode node, String hostname, Heartbeat beat) throws SQLException {
    if (!continues(node, hostname, beat)) {
      return Verdict.UNKNOWN;
    }
    // Both times are by the agent's clock. Agents with sequence numbers send the list unasked.
    long listedAfter =
        beat.run() == null
            ? EpochNanos.of(beat.timestamp().minus(LIST_REQUEST_INTERVAL))
            : Long.MIN_VALUE;
    int isStored =
        session
            .sql()
            .update(
                "UPDATE node SET last_heard = ?, beats = coalesce(beats, 0) + 1, left_at = NULL"
                    + " WHERE name = ? AND digest = ? AND stale_since IS NULL AND listed_at > ?",
                session.now(),
                node.name(),
                beat.digest(),
                listedAfter);
    return isStored == 1 ? Verdict.TAKEN : Verdict.UNKNOWN;
  }

  /** Whether a message is of the agent, under the hostname, that sent the node's newest list. */
  private static boolean continues(KnownNode node, String hostname, Heartbeat beat) {
    return (beat.run() == null || beat.run().equals(node.runs().newest()))
        && hostname.equals(node.hostname());
  }

  /** {@code TAKEN} if the list that an update refers to is stored, else {@code UNKNOWN}. */
  public static Verdict checkBase(
      WriteSession session, KnownNode node, String hostname, ListUpdate update)
      throws SQLException {
    boolean isStored =
        continues(node, hostname, update.heartbeat())
            && session
                    .sql()
                    .number(
                        "SELECT count(*) FROM node"
                            + " WHERE name = ? AND digest = ? AND stale_since IS NULL",
                        node.name(),
                        update.base())
                > 0;
    return isStored ? Verdict.TAKEN : Verdict.UNKNOWN;
  }

  /** Stores the data of an update. Call after it was applied, as {@link #saveList}. */
  public static void saveUpdate(WriteSession session, String node, ListUpdate update)
      throws SQLException {
    Heartbeat beat = update.heartbeat();
    session
        .sql()
        .update(
            "UPDATE node SET last_heard = ?, beats = coalesce(beats, 0) + 1, digest = ?,"
                + " listed_at = ?, listed = ?, unread = ?, left_at = NULL WHERE name = ?",
            session.now(),
            beat.digest(),
            EpochNanos.of(beat.timestamp()),
            update.listed(),
            update.unread(),
            node);
  }

  /** Records that the agent stops; the node's lease goes on, so that a restart changes nothing. */
  public static void markLeft(WriteSession session, KnownNode node, Sender sender)
      throws SQLException {
    if (sender.run() == null || sender.run().equals(node.runs().newest())) {
      session
          .sql()
          .update("UPDATE node SET left_at = ? WHERE name = ?", session.now(), node.name());
    }
  }

  /** Returns the nodes that are not stale, each with a text that changes with every message. */
  public static Map<String, String> lastMessages(SqlConnection reader) throws SQLException {
    Map<String, String> lastMessages = new HashMap<>();
    ResultSets.list(
            reader,
            row -> Map.entry(row.getString(1), row.getString(2)),
            "SELECT name, " + LAST_MESSAGE + " FROM node WHERE stale_since IS NULL")
        .forEach(message -> lastMessages.put(message.getKey(), message.getValue()));
    return lastMessages;
  }

  /**
   * Marks a node stale; false if it sent a message meanwhile.
   *
   * @param last its value in {@link #lastMessages}
   */
  public static boolean expire(WriteSession session, String node, String last, Duration staleAfter)
      throws SQLException {
    int expired =
        session
            .sql()
            .update(
                "UPDATE node SET stale_since = last_heard + ?"
                    + " WHERE name = ? AND stale_since IS NULL AND "
                    + LAST_MESSAGE
                    + " = ?",
                staleAfter.toNanos(),
                node,
                last);
    if (expired == 1) {
      session.nodeChanged(What.NODE_STALE, node);
    }
    return expired == 1;
  }

  /** Deletes some nodes without a recent message and outside the swarm; returns their number. */
  public static int forget(WriteSession session, long silentSince, int limit) throws SQLException {
    Set<String> members =
        SwarmTable.view(session.sql(), session.now()).nodes().stream()
            .flatMap(member -> Stream.of(member.name(), String.valueOf(member.id())))
            .collect(Collectors.toSet());
    List<String> forgotten =
        ResultSets.list(
            session.sql(),
            row ->
                members.contains(row.getString(1)) || members.contains(row.getString(2))
                    ? ""
                    : row.getString(1),
            "SELECT name, coalesce(swarm_node, '') FROM node WHERE last_heard < ?"
                + " ORDER BY last_heard LIMIT ?",
            silentSince,
            limit);
    forgotten.removeIf(String::isEmpty);
    for (String node : forgotten) {
      session.sql().update("DELETE FROM node WHERE name = ?", node);
      session.sql().update("DELETE FROM usage WHERE node = ?", node);
      session.nodeChanged(What.NODE_FORGOTTEN, node);
    }
    return forgotten.size();
  }
}
