package rollcall.server.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rollcall.api.Change.What;
import rollcall.api.Report;
import rollcall.server.storage.Entry;

/** Brings the roster and the placements up to date with what was reported. */
final class RosterWriter {
  private RosterWriter() {}

  /** What the roster knew before. */
  private record Known(
      Entry entry,
      @Nullable String node,
      @Nullable String service,
      @Nullable String task,
      @Nullable Integer slot,
      @Nullable Integer exitCode) {

    boolean isRemoved() {
      return entry.removedAt() != null;
    }

    boolean isAs(Observed observed) {
      return entry.facts().equals(observed.facts())
          && Objects.equals(entry.state(), word(observed.report().state()));
    }

    boolean isPlacedAs(Report report) {
      return Objects.equals(node, report.node())
          && Objects.equals(service, report.service())
          && Objects.equals(task, report.task())
          && Objects.equals(slot, report.slot());
    }
  }

  /**
   * A single report, by a container or about it. One older than what is known changes nothing.
   * Returns the container as the roster has it now.
   */
  static Entry posted(WriteSession session, Report report, Supplier<Observed> observed)
      throws SQLException {
    Optional<Entry> measured =
        report.state() == null ? measuredAlone(session, report) : Optional.empty();
    if (measured.isPresent()) {
      session.changed(What.REPORTED, report.id());
      return measured.get();
    }
    Known known = known(session, report.id());
    if (known == null) {
      insert(session, observed.get());
      session.changed(What.APPEARED, report.id());
      return entry(session, report.id());
    }
    Instant removedAt = known.entry().removedAt();
    boolean isLate =
        report.timestamp().isBefore(known.entry().timestamp())
            || (removedAt != null && !report.timestamp().isAfter(removedAt));
    if (isLate) {
      session.changed(What.REPORTED, report.id());
      return known.entry();
    }
    if (report.state() != null) {
      update(session, observed.get(), known);
      session.changed(What.REPORTED, report.id());
      return entry(session, report.id());
    }
    // The first lab's six fields: what an agent told about the container stays.
    measured(session, report, known.isRemoved());
    session.changed(What.REPORTED, report.id());
    return known.isRemoved()
        ? entry(session, report.id())
        : known.entry().measured(report, Nanos.toInstant(session.now()));
  }

  private static Entry entry(WriteSession session, String id) throws SQLException {
    return RosterReader.byId(session.sql(), id).value().orElseThrow();
  }

  /** A node's full list. Only what differs is a change; new measurements alone are none. */
  static void listed(WriteSession session, String node, List<Observed> list) throws SQLException {
    Set<String> ids = new HashSet<>();
    for (Observed observed : list) {
      Report report = observed.report();
      ids.add(report.id());
      Known known = known(session, report.id());
      if (known == null) {
        insert(session, observed);
        session.changed(What.APPEARED, report.id());
      } else if (known.isRemoved() || !known.isAs(observed)) {
        update(session, observed, known);
        session.changed(What.CHANGED, report.id());
      }
    }
    for (String id : existingOn(session, node)) {
      if (!ids.contains(id)) {
        remove(session, id);
        session.changed(What.REMOVED, id);
      }
    }
  }

  private static @Nullable Known known(WriteSession session, String id) throws SQLException {
    try (ResultSet row =
        session
            .sql()
            .bind(
                "SELECT "
                    + RosterReader.COLUMNS
                    + ", node, service, task, slot, exit_code FROM roster WHERE id = ?",
                id)
            .executeQuery()) {
      if (!row.next()) {
        return null;
      }
      return new Known(
          RosterReader.entry(row),
          row.getString(11),
          row.getString(12),
          row.getString(13),
          Rows.optionalInt(row, 14),
          Rows.optionalInt(row, 15));
    }
  }

  private static void insert(WriteSession session, Observed observed) throws SQLException {
    save(session, observed);
    openPlacement(session, observed.report());
  }

  private static void update(WriteSession session, Observed observed, Known known)
      throws SQLException {
    Report report = observed.report();
    boolean moved = known.isRemoved() || !known.isPlacedAs(report);
    if (moved) {
      endPlacement(session, report.id());
    }
    save(session, observed);
    if (moved) {
      openPlacement(session, report);
    }
  }

  private static void save(WriteSession session, Observed observed) throws SQLException {
    Report report = observed.report();
    session
        .sql()
        .update(
            "INSERT INTO container (id, name, image, node, service, task, slot, kind, state, health,"
                + " image_digest, exit_code, oom_killed, facts, words, timestamp, memory_usage,"
                + " cpu_usage, first_seen, last_seen)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (id) DO UPDATE SET name = excluded.name, image = excluded.image,"
                + " node = excluded.node, service = excluded.service, task = excluded.task,"
                + " slot = excluded.slot, kind = excluded.kind, state = excluded.state,"
                + " health = excluded.health, image_digest = excluded.image_digest,"
                + " exit_code = excluded.exit_code, oom_killed = excluded.oom_killed,"
                + " facts = excluded.facts, words = excluded.words,"
                + " timestamp = excluded.timestamp,"
                + " memory_usage = excluded.memory_usage, cpu_usage = excluded.cpu_usage,"
                + " last_seen = excluded.last_seen, removed_at = NULL",
            report.id(),
            report.name(),
            report.image(),
            report.node(),
            report.service(),
            report.task(),
            report.slot(),
            word(report.kind()),
            word(report.state()),
            word(report.health()),
            report.imageDigest(),
            report.exitCode(),
            Rows.bit(report.oomKilled()),
            observed.facts(),
            observed.words(),
            Nanos.of(report.timestamp()),
            report.memoryUsage(),
            report.cpuUsage(),
            session.now(),
            session.now());
  }

  /**
   * New measurements of a container that exists and that no agent tells about, in one statement:
   * most reports are that. Nothing if it is not so.
   */
  private static Optional<Entry> measuredAlone(WriteSession session, Report report)
      throws SQLException {
    long timestamp = Nanos.of(report.timestamp());
    return Rows.list(
            session.sql(),
            row ->
                new Entry(
                    report.id(),
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    report.timestamp(),
                    report.memoryUsage(),
                    report.cpuUsage(),
                    Rows.time(row, 4),
                    Nanos.toInstant(session.now()),
                    null),
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

  private static void measured(WriteSession session, Report report, boolean isBack)
      throws SQLException {
    session
        .sql()
        .update(
            "UPDATE container SET timestamp = ?, memory_usage = ?, cpu_usage = ?, last_seen = ?"
                + " WHERE id = ?",
            Nanos.of(report.timestamp()),
            report.memoryUsage(),
            report.cpuUsage(),
            session.now(),
            report.id());
    if (isBack) {
      session
          .sql()
          .update("UPDATE container SET removed_at = NULL, state = NULL WHERE id = ?", report.id());
      openPlacement(session, report);
    }
  }

  /** The containers of a node that nobody hears of: unknown until its agent is back. */
  static void unknown(WriteSession session, String node) throws SQLException {
    for (String id : existingOn(session, node)) {
      session.sql().update("UPDATE container SET state = 'unknown' WHERE id = ?", id);
      session.changed(What.CHANGED, id);
    }
  }

  private static List<String> existingOn(WriteSession session, String node) throws SQLException {
    List<String> ids = new ArrayList<>();
    try (ResultSet rows =
        session
            .sql()
            .bind(
                "SELECT id FROM container"
                    + " WHERE node = ? AND removed_at IS NULL AND kind = 'container'",
                node)
            .executeQuery()) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    return ids;
  }

  private static void remove(WriteSession session, String id) throws SQLException {
    endPlacement(session, id);
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

  private static void openPlacement(WriteSession session, Report report) throws SQLException {
    session
        .sql()
        .update(
            "INSERT INTO placement (container, name, image, node, service, task, slot,"
                + " first_seen, last_seen, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, "
                + Rows.NEXT_SEQ
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
   * A container that is gone, with what was known of it last. It may be one that nobody here heard
   * of, or one that is removed already and whose end was not known.
   */
  static void departed(WriteSession session, Observed observed) throws SQLException {
    String id = observed.report().id();
    Known known = known(session, id);
    if (known == null) {
      insert(session, observed);
      session.changed(What.APPEARED, id);
    } else if (known.isRemoved()) {
      if (known.exitCode == null && observed.report().exitCode() != null) {
        endedAs(session, observed);
        session.changed(What.CHANGED, id);
      }
      return;
    } else if (!known.isAs(observed)) {
      update(session, observed, known);
      session.changed(What.CHANGED, id);
    }
    remove(session, id);
    session.changed(What.REMOVED, id);
  }

  /** Adds to a removed container, and to its last placement, how it ended. */
  private static void endedAs(WriteSession session, Observed observed) throws SQLException {
    Report report = observed.report();
    session
        .sql()
        .update(
            "UPDATE container SET facts = ?, health = ?, image_digest = ?, exit_code = ?,"
                + " oom_killed = ? WHERE id = ?",
            observed.facts(),
            word(report.health()),
            report.imageDigest(),
            report.exitCode(),
            Rows.bit(report.oomKilled()),
            report.id());
    session
        .sql()
        .update(
            "UPDATE placement SET state = ?, exit_code = ?, oom_killed = ? WHERE seq ="
                + " (SELECT max(seq) FROM placement WHERE container = ?)",
            word(report.state()),
            report.exitCode(),
            Rows.bit(report.oomKilled()),
            report.id());
  }

  /** Its end is now; what was known of its container last is how it ended. */
  private static void endPlacement(WriteSession session, String id) throws SQLException {
    session
        .sql()
        .update(
            "UPDATE placement SET ended_at = ?, (last_seen, state, image_digest, exit_code,"
                + " oom_killed) = (SELECT last_seen, state, image_digest, exit_code, oom_killed"
                + " FROM roster WHERE id = ?) WHERE container = ? AND ended_at IS NULL",
            session.now(),
            id,
            id);
  }

  private static @Nullable String word(@Nullable Enum<?> value) {
    return value == null ? null : value.name().toLowerCase(Locale.ROOT);
  }
}
