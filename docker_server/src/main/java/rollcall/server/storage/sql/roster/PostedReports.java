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

/** Updates the roster from single reports, sent by or about containers. */
public final class PostedReports {
  private PostedReports() {}

  /**
   * Takes one. What an engine lists is its node's agent's word: a single report brings no container
   * back that the list has removed, nor takes it from another node, and one that is older than what
   * is known changes nothing. Returns the container as the roster has it now.
   */
  public static RosterEntry take(
      WriteSession session, Report report, Supplier<PreparedReport> observed) throws SQLException {
    Optional<RosterEntry> measured =
        report.state() == null ? measuredAlone(session, report) : Optional.empty();
    if (measured.isPresent()) {
      session.changed(What.REPORTED, report.id());
      return measured.get();
    }
    Optional<RosterRow> known = RosterRow.find(session.sql(), report.id());
    if (known.isEmpty()) {
      RosterWriter.insert(session, observed.get());
      session.changed(What.APPEARED, report.id());
      return entry(session, report.id());
    }
    if (mayChange(session, report, known.get())) {
      if (report.state() == null) {
        // The first lab's six fields: what an agent told about the container stays.
        measured(session, report);
      } else {
        RosterWriter.update(session, observed.get(), known.get());
      }
      overtake(session, report);
    }
    session.changed(What.REPORTED, report.id());
    return entry(session, report.id());
  }

  private static boolean mayChange(WriteSession session, Report report, RosterRow known)
      throws SQLException {
    if (known.isRemoved()) {
      // A process that speaks again lives, whatever was thought of it.
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
   * New measurements of a container that exists and that no agent tells about, in one statement:
   * most reports are that. Nothing if it is not so.
   */
  private static Optional<RosterEntry> measuredAlone(WriteSession session, Report report)
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

  private static void measured(WriteSession session, Report report) throws SQLException {
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

  /** In the place of what its agent measured: what came last is the newest, whatever its clock. */
  private static void overtake(WriteSession session, Report report) throws SQLException {
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
