package rollcall.server.storage.sql.node;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rollcall.api.node.Sender;
import rollcall.server.storage.sql.connection.ResultSets;
import rollcall.server.storage.sql.connection.SqlConnection;

/**
 * A node as it is stored, with the position of its agent's newest message.
 *
 * @param name its unique label in the roster
 * @param hostname the name that its agent reports
 */
public record KnownNode(
    String name,
    String hostname,
    @Nullable String engineId,
    Runs runs,
    boolean isLiving,
    Rival rival) {

  /**
   * The runs of its agent.
   *
   * @param sequence of the newest message
   * @param superseded former runs, the newest last
   */
  public record Runs(@Nullable String newest, long sequence, List<String> superseded) {}

  /**
   * A superseded run that still sends.
   *
   * @param run null if there is none
   * @param since when it first sent a message after it was superseded
   * @param at when it last sent one
   */
  public record Rival(@Nullable String run, long since, long at) {}

  private static final String SELECT =
      "SELECT name, coalesce(hostname, name), engine_id, run, sequence, coalesce(superseded, ''),"
          + " CASE WHEN stale_since IS NULL AND left_at IS NULL THEN 1 ELSE 0 END,"
          + " rival, rival_since, rival_at FROM node WHERE ";

  /** Finds a node by its label. */
  public static Optional<KnownNode> named(SqlConnection sql, String name) throws SQLException {
    return ResultSets.list(sql, KnownNode::node, SELECT + "name = ?", name).stream().findFirst();
  }

  /** Finds a node by its agent's run, else by its engine's id. */
  public static Optional<KnownNode> of(SqlConnection sql, Sender sender) throws SQLException {
    if (sender.run() == null && sender.engineId() == null) {
      return Optional.empty();
    }
    List<KnownNode> found =
        ResultSets.list(
            sql,
            KnownNode::node,
            SELECT
                + "run = ? OR engine_id = ? ORDER BY run = ? DESC, stale_since IS NOT NULL, name",
            sender.run(),
            sender.engineId(),
            sender.run());
    return found.stream()
        .filter(node -> sender.run() != null && sender.run().equals(node.runs.newest()))
        .findFirst()
        .or(() -> found.stream().findFirst());
  }

  /** Whether the list of a node's agent is current, so that its containers run there. */
  public static boolean isListing(SqlConnection sql, @Nullable String node) throws SQLException {
    return sql.number(
            "SELECT count(*) FROM node"
                + " WHERE name = ? AND listed_at IS NOT NULL AND stale_since IS NULL",
            node)
        > 0;
  }

  private static KnownNode node(ResultSet row) throws SQLException {
    return new KnownNode(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        new Runs(
            row.getString(4),
            row.getLong(5),
            row.getString(6).isEmpty()
                ? List.of()
                : Arrays.asList(row.getString(6).split(" ", -1))),
        row.getInt(7) == 1,
        new Rival(row.getString(8), row.getLong(9), row.getLong(10)));
  }
}
