package rollcall.server.storage.sql.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Health;
import rollcall.api.container.State;
import rollcall.api.history.Placement;
import rollcall.api.history.Transition;
import rollcall.server.storage.roster.PlacementQuery;
import rollcall.server.storage.sql.connection.EpochNanos;
import rollcall.server.storage.sql.connection.ResultSets;
import rollcall.server.storage.sql.connection.SqlConnection;
import rollcall.server.storage.sql.roster.Ending;

/** Reads placements and transitions. */
public final class PlacementReader {
  private static final int MAX_TRANSITIONS = 1000;

  /**
   * The end of an open placement comes from its container's row: a container that stopped but still
   * exists has ended for now. The twelfth column is the container that replaced it: the next one in
   * the same slot of the service; without slots, the next one of the service on the same node;
   * without a service, the next one of the same name on the same node.
   */
  private static final String SELECT =
      """
      SELECT p.container, p.name, p.image, p.node, p.service, p.task, p.slot,
        coalesce(p.image_digest, c.image_digest),
        CASE WHEN p.ended_at IS NULL THEN c.state ELSE p.state END,
        CASE WHEN p.ended_at IS NULL THEN c.exit_code ELSE p.exit_code END,
        CASE WHEN p.ended_at IS NULL THEN c.oom_killed ELSE p.oom_killed END,
        CASE
          WHEN p.slot IS NOT NULL THEN
            (SELECT n.container FROM placement n WHERE n.service = p.service AND n.slot = p.slot
              AND n.seq > p.seq AND n.container <> p.container ORDER BY n.seq LIMIT 1)
          WHEN p.service IS NOT NULL THEN
            (SELECT n.container FROM placement n WHERE n.service = p.service AND n.slot IS NULL
              AND n.node = p.node AND n.seq > p.seq AND n.container <> p.container
              ORDER BY n.seq LIMIT 1)
          ELSE
            (SELECT n.container FROM placement n WHERE n.name = p.name AND n.node = p.node
              AND n.seq > p.seq AND n.container <> p.container ORDER BY n.seq LIMIT 1)
        END,
        p.first_seen,
        CASE WHEN p.ended_at IS NULL THEN c.last_seen ELSE p.last_seen END,
        p.ended_at,
        CASE WHEN p.ended_at IS NULL AND c.state IN ('exited', 'dead') THEN c.facts END
      FROM placement p JOIN roster c ON c.id = p.container
      WHERE\s""";

  private PlacementReader() {}

  public static List<Placement> placements(SqlConnection reader, PlacementQuery query)
      throws SQLException {
    StringJoiner where = new StringJoiner(" AND ", SELECT, " ORDER BY p.seq DESC LIMIT ?");
    List<Object> parameters = new ArrayList<>();
    add(where, parameters, "p.container = ?", query.container());
    add(where, parameters, "p.service = ?", query.service());
    add(where, parameters, "p.node = ?", query.node());
    add(where, parameters, "(p.ended_at IS NULL OR p.ended_at > ?)", nanos(query.from()));
    add(where, parameters, "p.first_seen <= ?", nanos(query.to()));
    where.add("1 = 1");
    parameters.add(query.limit());
    return ResultSets.list(
        reader, PlacementReader::placement, where.toString(), parameters.toArray());
  }

  private static void add(
      StringJoiner where, List<Object> parameters, String condition, @Nullable Object value) {
    if (value != null) {
      where.add(condition);
      parameters.add(value);
    }
  }

  private static @Nullable Long nanos(@Nullable Instant time) {
    return time == null ? null : EpochNanos.of(time);
  }

  private static Placement placement(ResultSet row) throws SQLException {
    String state = row.getString(9);
    Integer oomKilled = ResultSets.optionalInt(row, 11);
    return new Placement(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        ResultSets.optionalInt(row, 7),
        row.getString(8),
        state == null ? null : State.of(state),
        ResultSets.optionalInt(row, 10),
        oomKilled == null ? null : oomKilled != 0,
        row.getString(12),
        ResultSets.time(row, 13),
        ResultSets.time(row, 14),
        end(row));
  }

  private static @Nullable Instant end(ResultSet row) throws SQLException {
    @Nullable String stopped = row.getString(16);
    return stopped == null
        ? ResultSets.optionalTime(row, 15)
        : Ending.of(stopped).time(ResultSets.time(row, 13), ResultSets.time(row, 14));
  }

  /** Returns a container's changes of state or health, and its repeated exits, within the feed. */
  public static List<Transition> transitions(SqlConnection reader, String id) throws SQLException {
    List<Moment> moments =
        ResultSets.list(
            reader,
            row ->
                new Moment(
                    ResultSets.time(row, 1),
                    state(row.getString(2)),
                    health(row.getString(3)),
                    Ending.of(row.getString(4))),
            """
            SELECT time, state, health, facts FROM (
              SELECT time, state, health, facts, revision,
                lag(state) OVER feed AS old_state, lag(facts) OVER feed AS old_facts,
                row_number() OVER feed AS number
              FROM change WHERE id = ? AND what <> 'forgotten' WINDOW feed AS (ORDER BY revision)) AS moments
            WHERE number = 1 OR state IS DISTINCT FROM old_state OR facts IS DISTINCT FROM old_facts
            ORDER BY revision LIMIT\s"""
                + MAX_TRANSITIONS,
            id);
    List<Transition> transitions = new ArrayList<>();
    @Nullable Moment last = null;
    for (Moment moment : moments) {
      if (last == null || !moment.hasSameState(last)) {
        transitions.add(
            new Transition(
                moment.time,
                moment.state,
                moment.health,
                moment.ending.exitCode(),
                moment.ending.oomKilled()));
      }
      last = moment;
    }
    return transitions;
  }

  private record Moment(
      Instant time, @Nullable State state, @Nullable Health health, Ending ending) {
    boolean hasSameState(Moment other) {
      return state == other.state && health == other.health && ending.equals(other.ending);
    }
  }

  private static @Nullable State state(@Nullable String word) {
    return word == null ? null : State.of(word);
  }

  private static @Nullable Health health(@Nullable String word) {
    return word == null ? null : Health.valueOf(word.toUpperCase(Locale.ROOT));
  }
}
