package rollcall.server.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Report;
import rollcall.api.history.Placement;
import rollcall.api.history.Transition;
import rollcall.server.storage.roster.ContainerQuery;
import rollcall.server.storage.roster.PlacementQuery;
import rollcall.server.storage.roster.ReportRange;
import rollcall.server.storage.roster.RosterEntry;
import rollcall.server.storage.roster.StoreResult;
import rollcall.server.storage.roster.StoredReport;

/** The containers: their current state, their placements, and their reports. */
public interface Roster {
  /**
   * Stores a container's report and updates the roster from it. Storing the same (id, timestamp)
   * again changes nothing.
   *
   * @param postedTimestamp the timestamp as JSON, as its sender wrote it, for {@link #allReports};
   *     null for the canonical form
   */
  Versioned<StoreResult> report(Report report, @Nullable String postedTimestamp);

  /**
   * Returns one page of the roster, ordered by name, then id. {@link PageSize} limits its length.
   */
  Versioned<List<RosterEntry>> list(ContainerQuery query);

  /**
   * Finds a container by its id, its name (existing containers before removed ones) or a unique
   * prefix of its id.
   *
   * @throws AmbiguousKeyException if several containers match
   */
  Versioned<Optional<RosterEntry>> find(String key);

  /** Returns placements, newest first. */
  Versioned<List<Placement>> placements(PlacementQuery query);

  /**
   * Returns a container's changes of state or health, oldest first, as far as the feed stores them.
   */
  Versioned<List<Transition>> transitions(String id);

  /** Returns a container's reports before a time, newest first. */
  Versioned<List<StoredReport>> reports(String id, @Nullable Instant before, int limit);

  /** Reads all reports of all containers in the order of arrival, in many short transactions. */
  void allReports(Consumer<StoredReport> consumer);

  /** Returns the range of stored reports: a cheap test for whether {@link #allReports} changed. */
  Versioned<ReportRange> reportRange();

  /** Counts the existing containers per state; {@code unknown} counts those without a state. */
  Map<String, Long> countByState();

  /**
   * Marks processes without a recent report unknown, and removes them later; returns how many
   * changed. (Processes report themselves; no agent lists them.)
   */
  int expireProcesses(Duration unknownAfter, Duration removedAfter);
}
