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

/** Containers: their reports, where they ran, and how they are now. */
public interface Roster {
  /**
   * Keeps a container's report and brings the roster up to date with it. The same (id, timestamp)
   * again changes nothing.
   *
   * @param postedTimestamp the timestamp as JSON, as its sender wrote it: what {@link #allReports}
   *     shows; null for the canonical form
   */
  Versioned<StoreResult> report(Report report, @Nullable String postedTimestamp);

  /**
   * One page of the roster, ordered by name, then id; where entries are long, see {@link PageSize}.
   */
  Versioned<List<RosterEntry>> list(ContainerQuery query);

  /**
   * One container, by id, name (one that exists before removed ones) or unique prefix of its id.
   *
   * @throws AmbiguousKeyException if several containers are meant
   */
  Versioned<Optional<RosterEntry>> find(String key);

  /** Placements, newest first. */
  Versioned<List<Placement>> placements(PlacementQuery query);

  /**
   * When a container's state or health became another, oldest first, as far as the feed reaches.
   */
  Versioned<List<Transition>> transitions(String id);

  /** A container's reports before a time, newest first. */
  Versioned<List<StoredReport>> reports(String id, @Nullable Instant before, int limit);

  /** Every report of every container in the order of arrival, read in short steps. */
  void allReports(Consumer<StoredReport> consumer);

  /** Whether {@link #allReports} has changed, for one small question. */
  Versioned<ReportRange> reportRange();

  /** How many containers exist in each state; {@code unknown} for those without a state. */
  Map<String, Long> countByState();

  /**
   * Processes that posted themselves and did not for long: unknown after a time, removed after
   * another; returns how many changed.
   */
  int expireProcesses(Duration unknownAfter, Duration removedAfter);
}
