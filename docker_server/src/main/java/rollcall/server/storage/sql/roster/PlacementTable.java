package rollcall.server.storage.sql.roster;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Report;
import rollcall.server.storage.sql.change.WriteSession;
import rollcall.server.storage.sql.connection.EpochNanos;
import rollcall.server.storage.sql.connection.ResultSets;

/** The table of placements: one row per container and place, from its start to its end. */
final class PlacementTable {
  private PlacementTable() {}

  static void open(WriteSession session, PreparedReport prepared) throws SQLException {
    Report report = prepared.report();
    session
        .sql()
        .update(
            "INSERT INTO placement (container, name, image, node, service, task, slot,"
                + " first_seen, last_seen, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, "
                + ResultSets.NEXT_SEQ
                + "FROM placement))",
            report.id(),
            report.name(),
            report.image(),
            report.node(),
            report.service(),
            report.task(),
            report.slot(),
            session.now(),
            session.now());
  }

  /**
   * Ends the open placement, now or when its container stopped, with the container's last state.
   */
  static void end(WriteSession session, String id) throws SQLException {
    Instant now = EpochNanos.toInstant(session.now());
    List<Instant> stopped =
        ResultSets.list(
            session.sql(),
            row -> Ending.of(row.getString(1)).time(ResultSets.time(row, 2), now),
            "SELECT facts, p.first_seen FROM container c JOIN placement p ON p.container = c.id"
                + " WHERE c.id = ? AND p.ended_at IS NULL AND c.state IN ('exited', 'dead')",
            id);
    session
        .sql()
        .update(
            "UPDATE placement SET ended_at = ?, (last_seen, state, image_digest, exit_code,"
                + " oom_killed) = (SELECT last_seen, state, image_digest, exit_code, oom_killed"
                + " FROM roster WHERE id = ?) WHERE container = ? AND ended_at IS NULL",
            stopped.isEmpty() ? session.now() : EpochNanos.of(stopped.get(0)),
            id,
            id);
  }

  /** Adds the exit code and state to a container's last placement. */
  static void recordEnd(WriteSession session, Report report) throws SQLException {
    @Nullable String state = report.state() == null ? null : report.state().wireName();
    session
        .sql()
        .update(
            "UPDATE placement SET state = ?, exit_code = ?, oom_killed = ? WHERE seq ="
                + " (SELECT max(seq) FROM placement WHERE container = ?)",
            state,
            report.exitCode(),
            ResultSets.bit(report.oomKilled()),
            report.id());
  }

  static void renameNode(WriteSession session, String from, String to) throws SQLException {
    session
        .sql()
        .update("UPDATE placement SET node = ? WHERE node = ? AND ended_at IS NULL", to, from);
  }
}
