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

/** Updates the roster and the placements from the nodes' lists. */
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
   * Applies a node's full list: reads its stored rows in one query, writes the rows that differ,
   * and removes containers that are not on the list. New measurements alone are no change.
   */
  public static void applyList(WriteSession session, NodeIdentity node, List<PreparedReport> list)
      throws SQLException {
    apply(session, node, RosterRow.existingOn(session.sql(), node.label()), list);
  }

  /**
   * Applies what changed in a node's list: writes the rows that differ.
   *
   * @param removed ids of containers to remove
   */
  public static void applyUpdate(
      WriteSession session, NodeIdentity node, List<PreparedReport> list, List<String> removed)
      throws SQLException {
    List<String> ids = new ArrayList<>(removed);
    list.forEach(prepared -> ids.add(prepared.report().id()));
    apply(session, node, RosterRow.existingOn(session.sql(), node.label(), ids), list);
  }

  /**
   * Writes the rows of a list that differ, and removes other containers.
   *
   * @param stored the rows to compare with, by the ids on the engine; emptied
   */
  private static void apply(
      WriteSession session,
      NodeIdentity node,
      Map<String, RosterRow> stored,
      List<PreparedReport> list)
      throws SQLException {
    DuplicateIds duplicates = DuplicateIds.of(session, node, stored, list);
    for (PreparedReport listed : list) {
      @Nullable RosterRow known = stored.remove(listed.report().id());
      PreparedReport prepared = listed;
      if (known == null) {
        prepared = duplicates.qualify(listed);
        known = duplicates.known(prepared);
      } else if (!known.id().equals(listed.report().id())) {
        prepared = listed.withIdAndNode(known.id(), node.label());
      }
      upsert(session, prepared, known);
      duplicates.recordEngineId(session, listed, prepared);
    }
    for (RosterRow unlisted : stored.values()) {
      remove(session, unlisted.id());
      session.changed(What.REMOVED, unlisted.id());
    }
  }

  private static void upsert(
      WriteSession session, PreparedReport prepared, @Nullable RosterRow known)
      throws SQLException {
    String id = prepared.report().id();
    if (known == null) {
      insert(session, prepared);
      session.changed(What.APPEARED, id);
    } else if (known.isRemoved() || !known.matches(prepared)) {
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
    boolean moved = known.isRemoved() || !known.hasPlacementOf(prepared.report());
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

  /** Marks the containers of a stale node unknown, until its agent reports again. */
  public static void markUnknown(WriteSession session, String node) throws SQLException {
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
   * Applies the last report of a container that no longer exists. The roster may not know it yet,
   * or may have removed it before its exit code was known.
   */
  public static void applyRemoved(WriteSession session, NodeIdentity node, PreparedReport prepared)
      throws SQLException {
    String id = prepared.report().id();
    Optional<RosterRow> found = RosterRow.find(session.sql(), id);
    if (found.isPresent() && node.isListedElsewhere(session, found.get())) {
      PreparedReport own =
          prepared.withIdAndNode(DuplicateIds.qualified(id, node.label()), node.label());
      if (RosterRow.find(session.sql(), own.report().id()).isPresent()) {
        applyRemoved(session, node, own);
      }
      return;
    }
    if (found.isPresent() && found.get().isRemoved()) {
      if (!found.get().hasExitCode() && prepared.report().exitCode() != null) {
        recordEnd(session, prepared);
        session.changed(What.CHANGED, id);
      }
      return;
    }
    upsert(session, prepared, found.orElse(null));
    remove(session, id);
    session.changed(What.REMOVED, id);
  }

  /** Adds the exit code and state to a removed container and its last placement. */
  private static void recordEnd(WriteSession session, PreparedReport prepared) throws SQLException {
    Report report = prepared.report();
    session
        .sql()
        .update(
            "UPDATE container SET facts = ?, health = ?, image_digest = ?, exit_code = ?,"
                + " oom_killed = ? WHERE id = ?",
            prepared.facts(),
            RosterRow.wireName(report.health()),
            report.imageDigest(),
            report.exitCode(),
            ResultSets.bit(report.oomKilled()),
            report.id());
    PlacementTable.recordEnd(session, report);
  }
}
