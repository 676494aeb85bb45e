package rollcall.server.storage.sql.roster;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Report;
import rollcall.api.history.Change.What;
import rollcall.server.storage.sql.change.WriteSession;
import rollcall.server.storage.sql.connection.EpochNanos;
import rollcall.server.storage.sql.connection.ResultSets;

/** Updates the roster and the placements from nodes' lists. */
public final class RosterWriter {
  private static final String SAVE =
      "INSERT INTO container ("
          + RosterRow.COLUMNS
          + ", id, timestamp, memory_usage, cpu_usage, first_seen, last_seen) VALUES (?"
          + ", ?".repeat(19)
          + ") ON CONFLICT (id) DO UPDATE SET "
          + RosterRow.COLUMNS.replaceAll("(\\w+)", "$1 = excluded.$1")
          + ", timestamp = excluded.timestamp, memory_usage = excluded.memory_usage,"
          + " cpu_usage = excluded.cpu_usage, last_seen = excluded.last_seen, removed_at = NULL";

  private RosterWriter() {}

  /**
   * A node's full list, held row by row against what is stored, in one question for all. Only what
   * differs is written, and a change; new measurements alone are none.
   */
  public static void listed(WriteSession session, NodeIdentity node, List<PreparedReport> list)
      throws SQLException {
    Map<String, RosterRow> here = RosterRow.existingOn(session.sql(), node.label());
    SameIds others = SameIds.of(session, node, here, list);
    for (PreparedReport listed : list) {
      @Nullable RosterRow known = here.remove(listed.report().id());
      PreparedReport prepared = listed;
      if (known == null) {
        prepared = others.distinguished(listed);
        known = others.known(prepared);
      } else if (!known.id().equals(listed.report().id())) {
        prepared = listed.as(known.id(), node.label());
      }
      bring(session, prepared, known);
      others.remember(session, listed, prepared);
    }
    for (RosterRow gone : here.values()) {
      remove(session, gone.id());
      session.changed(What.REMOVED, gone.id());
    }
  }

  private static void bring(
      WriteSession session, PreparedReport prepared, @Nullable RosterRow known)
      throws SQLException {
    String id = prepared.report().id();
    if (known == null) {
      insert(session, prepared);
      session.changed(What.APPEARED, id);
    } else if (known.isRemoved() || !known.isAs(prepared)) {
      update(session, prepared, known);
      session.changed(What.CHANGED, id);
    } else if (!known.isPlaced()) {
      PlacementTable.open(session, prepared);
    }
  }

  static void insert(WriteSession session, PreparedReport prepared) throws SQLException {
    save(session, prepared);
    PlacementTable.open(session, prepared);
  }

  static void update(WriteSession session, PreparedReport prepared, RosterRow known)
      throws SQLException {
    boolean moved = known.isRemoved() || !known.isPlacedAs(prepared.report());
    if (moved) {
      PlacementTable.end(session, known.id());
    }
    save(session, prepared);
    if (moved || !known.isPlaced()) {
      PlacementTable.open(session, prepared);
    }
  }

  private static void save(WriteSession session, PreparedReport prepared) throws SQLException {
    Report report = prepared.report();
    List<@Nullable Object> row = new ArrayList<>(RosterRow.values(prepared));
    row.addAll(
        List.of(
            report.id(),
            EpochNanos.of(report.timestamp()),
            report.memoryUsage(),
            report.cpuUsage(),
            session.now(),
            session.now()));
    session.sql().update(SAVE, row.toArray());
  }

  /** The containers of a node that is not heard of: unknown until its agent is back. */
  public static void unknown(WriteSession session, String node) throws SQLException {
    String existing = "node = ? AND removed_at IS NULL AND kind = 'container'";
    session.sql().update("UPDATE container SET state = 'unknown' WHERE " + existing, node);
    session.changedAll(What.CHANGED, existing, node);
  }

  static void remove(WriteSession session, String id) throws SQLException {
    PlacementTable.end(session, id);
    session
        .sql()
        .update(
            "UPDATE container SET removed_at = ?, state = 'removed',"
                + " (timestamp, memory_usage, cpu_usage, last_seen) ="
                + " (SELECT timestamp, memory_usage, cpu_usage, last_seen FROM roster"
                + " WHERE id = ?) WHERE id = ?",
            session.now(),
            id,
            id);
  }

  /**
   * A container that is gone, with what was known of it last. It may be one that was never heard
   * of, or one that is removed already and whose end was not known.
   */
  public static void departed(WriteSession session, NodeIdentity node, PreparedReport prepared)
      throws SQLException {
    String id = prepared.report().id();
    Optional<RosterRow> found = RosterRow.find(session.sql(), id);
    if (found.isPresent() && node.isHeldByAnother(session, found.get())) {
      PreparedReport own = prepared.as(SameIds.qualified(id, node.label()), node.label());
      if (RosterRow.find(session.sql(), own.report().id()).isPresent()) {
        departed(session, node, own);
      }
      return;
    }
    if (found.isPresent() && found.get().isRemoved()) {
      if (!found.get().hasExitCode() && prepared.report().exitCode() != null) {
        endedAs(session, prepared);
        session.changed(What.CHANGED, id);
      }
      return;
    }
    bring(session, prepared, found.orElse(null));
    remove(session, id);
    session.changed(What.REMOVED, id);
  }

  /** Adds to a removed container, and to its last placement, how it ended. */
  private static void endedAs(WriteSession session, PreparedReport prepared) throws SQLException {
    Report report = prepared.report();
    session
        .sql()
        .update(
            "UPDATE container SET facts = ?, health = ?, image_digest = ?, exit_code = ?,"
                + " oom_killed = ? WHERE id = ?",
            prepared.facts(),
            RosterRow.word(report.health()),
            report.imageDigest(),
            report.exitCode(),
            ResultSets.bit(report.oomKilled()),
            report.id());
    PlacementTable.endedAs(session, report);
  }
}
