package rollcall.server.storage.sql.roster;

import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Report;
import rollcall.api.history.Change.What;
import rollcall.server.storage.roster.RosterEntry;
import rollcall.server.storage.sql.change.WriteSession;
import rollcall.server.storage.sql.connection.EpochNanos;
import rollcall.server.storage.sql.connection.ResultSets;
import rollcall.server.storage.sql.node.KnownNode;

/** Updates the roster from single posted reports. */
public final class PostedReports {
  private PostedReports() {}

  /**
   * Applies a report; returns the container's roster entry. The agent's list takes precedence: a
   * report neither restores a container that the list removed nor moves it from another node. A
   * report older than the stored one changes nothing.
   */
  public static RosterEntry apply(
      WriteSession session, Report report, Supplier<PreparedReport> prepared) throws SQLException {
    Optional<RosterEntry> updated =
        report.state() == null ? updateUnlisted(session, report) : Optional.empty();
    if (updated.isPresent()) {
      session.changed(What.REPORTED, report.id());
      return updated.get();
    }
    Optional<RosterRow> known = RosterRow.find(session.sql(), report.id());
    if (known.isEmpty()) {
      RosterWriter.insert(session, prepared.get());
      session.changed(What.APPEARED, report.id());
      return entry(session, report.id());
    }
    if (mayChange(session, report, known.get())) {
      if (report.state() == null) {
        // The first lab's six fields: the other fields stay as the agent reported them.
        updateMeasurements(session, report);
      } else {
        RosterWriter.update(session, prepared.get(), known.get());
      }
      updateUsage(session, report);
    }
    session.changed(What.REPORTED, report.id());
    return entry(session, report.id());
  }

  private static boolean mayChange(WriteSession session, Report report, RosterRow known)
      throws SQLException {
    if (known.isRemoved()) {
      // A process that reports again is alive, even if it was marked removed.
      return !known.isContainer() && report.state() != null;
    }
    @Nullable String node = report.node();
    if (node != null
        && !node.equals(known.node())
        && KnownNode.isListing(session.sql(), known.node())) {
      return false;
    }
    return !report.timestamp().isBefore(entry(session, report.id()).usage().timestamp());
  }

  private static RosterEntry entry(WriteSession session, String id) throws SQLException {
    return RosterReader.byId(session.sql(), id).value().orElseThrow();
  }

  /**
   * Updates the measurements of an existing container that no agent lists, in one statement: the
   * most frequent case. Returns empty if it does not apply.
   */
  private static Optional<RosterEntry> updateUnlisted(WriteSession session, Report report)
      throws SQLException {
    long timestamp = EpochNanos.of(report.timestamp());
    return ResultSets.list(
            session.sql(),
            row ->
                new RosterEntry(
                    report.id(),
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    RosterEntry.Usage.of(report),
                    new RosterEntry.Seen(
                        ResultSets.time(row, 4), EpochNanos.toInstant(session.now()), null)),
            "UPDATE container SET timestamp = ?, memory_usage = ?, cpu_usage = ?, last_seen = ?"
                + " WHERE id = ? AND node IS NULL AND removed_at IS NULL AND timestamp <= ?"
                + " RETURNING name, state, facts, first_seen",
            timestamp,
            report.memoryUsage(),
            report.cpuUsage(),
            session.now(),
            report.id(),
            timestamp)
        .stream()
        .findFirst();
  }

  private static void updateMeasurements(WriteSession session, Report report) throws SQLException {
    session
        .sql()
        .update(
            "UPDATE container SET timestamp = ?, memory_usage = ?, cpu_usage = ?, last_seen = ?"
                + " WHERE id = ?",
            EpochNanos.of(report.timestamp()),
            report.memoryUsage(),
            report.cpuUsage(),
            session.now(),
            report.id());
  }

  /** Replaces the agent's measurements: the last arrival counts, not the sender's clock. */
  private static void updateUsage(WriteSession session, Report report) throws SQLException {
    session
        .sql()
        .update(
            "UPDATE usage SET timestamp = ?, memory_usage = ?, cpu_usage = ? WHERE container = ?"
                + " AND node = (SELECT node FROM container WHERE id = ?)",
            EpochNanos.of(report.timestamp()),
            report.memoryUsage(),
            report.cpuUsage(),
            report.id(),
            report.id());
  }
}
