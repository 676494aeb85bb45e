package rollcall.server.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Report;
import rollcall.api.history.Change.What;
import rollcall.api.history.Placement;
import rollcall.api.history.Transition;
import rollcall.api.node.Heartbeat;
import rollcall.api.node.Node;
import rollcall.api.node.NodeReport;
import rollcall.api.node.Sender;
import rollcall.api.node.SwarmSnapshot;
import rollcall.api.status.LoggedRequest;
import rollcall.api.status.Status;
import rollcall.api.variable.Variable;
import rollcall.server.storage.change.ChangeEntry;
import rollcall.server.storage.roster.ContainerQuery;
import rollcall.server.storage.roster.PlacementQuery;
import rollcall.server.storage.roster.Reception;
import rollcall.server.storage.roster.ReportRange;
import rollcall.server.storage.roster.RosterEntry;
import rollcall.server.storage.roster.StoreResult;
import rollcall.server.storage.roster.StoredReport;
import rollcall.server.storage.variable.VariableOutcome;
import rollcall.server.storage.variable.VariableWrite;

/**
 * What the server keeps: the roster, placements, reports, nodes and replicas, under one revision
 * that rises by one with each change. Several server processes may share one storage.
 *
 * <p>A write returns after its commit is on disk, and every later read through any process sees it.
 * Every method may throw a {@link StorageException}; nothing is then stored.
 */
public interface Storage extends AutoCloseable {
  /**
   * Keeps a container's report and brings the roster up to date with it. The same (id, timestamp)
   * again changes nothing.
   *
   * @param postedTimestamp the timestamp as JSON, as its sender wrote it: what {@link #allReports}
   *     shows; null for the canonical form
   */
  Versioned<StoreResult> report(Report report, @Nullable String postedTimestamp);

  /**
   * Replaces what is known of a node's containers: those not on its list are removed now. New
   * measurements alone are no change. Which node it is, its {@link rollcall.api.node.Sender} says.
   *
   * @param hostname what the node's agent calls it
   */
  Versioned<Reception> nodeReport(String hostname, NodeReport report);

  /**
   * Takes an agent's word that its node's list still holds, with new measurements. Unless that is
   * taken, nothing was done.
   */
  Versioned<Reception.Verdict> nodeHeartbeat(String hostname, Heartbeat heartbeat);

  /** Notes that a node's agent stops; false for a node that is not known. */
  Versioned<Boolean> nodeLeft(String hostname, Sender sender);

  /**
   * One page of the roster, ordered by name, then id; where entries are long, see {@link PageSize}.
   */
  Versioned<List<RosterEntry>> containers(ContainerQuery query);

  /**
   * One container, by id, name (one that exists before removed ones) or unique prefix of its id.
   *
   * @throws AmbiguousKeyException if several containers are meant
   */
  Versioned<Optional<RosterEntry>> container(String key);

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
  Versioned<ReportRange> reportSpan();

  /**
   * Changes after a revision, oldest first, without a gap.
   *
   * @throws PrunedException if some of them are not kept any more, or that revision is yet to come
   */
  List<ChangeEntry> changes(long after, int limit);

  /**
   * A container's changes up to a revision, newest first, as far as the feed reaches: the first of
   * them is how it was then.
   */
  List<ChangeEntry> versions(String container, long revision, int limit);

  /**
   * The containers that held a slot of a service until a revision, the newest one first, as they
   * were then; where the service has no slots, those of one node.
   *
   * @param container the newest of them; it is in the result
   */
  List<RosterEntry> slotMates(String container, long revision, int limit);

  /**
   * Whether a change of a node was made between two moments. What the list shows by which it
   * appeared, or came back, had happened before.
   */
  boolean hasNodeChange(What what, String node, Instant from, Instant upTo);

  /**
   * Takes the duty to deliver the webhook's events, or keeps it: one process of all that share the
   * storage has it, until its lease runs out.
   *
   * @param done up to which revision this process has delivered all, if it has the duty already
   * @return up to which revision all is delivered; nothing while another process has the duty
   */
  Optional<Long> acquireOrRenewLease(String who, Duration lease, long done);

  /** Gives the duty back, if this process has it. */
  void releaseLease(String who, long done);

  /** The newest revision, read from the storage. */
  long revision();

  /** Returns when there may be a change that another process made, or after a short time. */
  void awaitChange() throws InterruptedException;

  /** The nodes that are not stale, each with a text that is another whenever it was heard. */
  Map<String, String> beats();

  /**
   * Marks nodes stale, and their containers unknown; returns how many nodes. One that was heard
   * since is none of them. Whichever process does it first does it for all.
   *
   * @param silent the nodes and their {@link #beats} for all that time
   * @param staleAfter how long a node may be silent
   */
  int expire(Map<String, String> silent, Duration staleAfter);

  /**
   * Processes that posted themselves and did not for long: unknown after a time, removed after
   * another; returns how many changed.
   */
  int expireProcesses(Duration unknownAfter, Duration removedAfter);

  /** The nodes by name. */
  Versioned<List<Node>> nodes();

  /** The swarm's services as a manager's agent saw them last; empty outside a swarm. */
  List<SwarmSnapshot.Service> services();

  /** Says that a server process is alive. Not a change: the revision stays. */
  void heartbeat(Status.Replica replica);

  /**
   * Withdraws a server process that shuts down; not its successor, which a rolling update starts
   * before under the same name.
   */
  void goodbye(Status.Replica replica);

  /** The server processes that share the storage, by name. */
  List<Status.Replica> replicas();

  /**
   * Sets or deletes a shared variable, if its condition holds. With an idempotency key the same
   * write again changes nothing and has the same outcome, for as long as the change is kept.
   */
  Versioned<VariableOutcome> writeVar(VariableWrite write);

  /** One shared variable. */
  Versioned<Optional<Variable>> var(String key);

  /** The variables whose keys come after one, ordered by key; a page, see {@link PageSize}. */
  Versioned<List<Variable>> vars(String after, int limit);

  /**
   * A variable's newest changes, newest first, at most 100; those of a deleted one as far as the
   * feed reaches.
   */
  Versioned<List<Variable>> varHistory(String key);

  /** How many variables there are. */
  long countVars();

  /**
   * Adds requests to the log and removes some of those that are too many. Not a change: the
   * revision stays.
   *
   * @param keep how many requests the log keeps
   */
  void logRequests(List<LoggedRequest> requests, int keep);

  /** The log's newest requests that came no later than a time, newest first. */
  Versioned<RequestLog> requests(Instant upTo, int limit);

  /** Removes some of what is beyond the limits of {@link Retention}; returns how much. */
  int prune(Retention retention);

  /** The database's id: another one means another history, whatever the revision. */
  String database();

  /** What and how the storage is; its state is {@code ok} when it can be read. */
  Versioned<Status.Storage> status();

  /** How many containers exist in each state; {@code unknown} for those without a state. */
  Map<String, Long> containersByState();

  /** How busy it is. */
  Load load();

  /**
   * How busy the storage is.
   *
   * @param queuedWrites writes of this process that wait for the next commit
   * @param walBytes size of the write-ahead log; 0 where there is none
   */
  record Load(int queuedWrites, long walBytes) {}

  /**
   * The time of all who share the storage, without asking it. Every stored time is by this clock;
   * no process's own may be compared with it.
   */
  Instant now();

  /** The newest revision that this process knows, without asking the storage. */
  long lastKnownRevision();

  /** Commits what is queued, then closes. */
  @Override
  void close();
}
