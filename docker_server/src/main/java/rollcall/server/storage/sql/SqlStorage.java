package rollcall.server.storage.sql;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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
import rollcall.server.storage.RequestLog;
import rollcall.server.storage.Retention;
import rollcall.server.storage.Storage;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;
import rollcall.server.storage.Versioned;
import rollcall.server.storage.change.ChangeEntry;
import rollcall.server.storage.change.CommitListener;
import rollcall.server.storage.change.PrunedException;
import rollcall.server.storage.roster.ContainerQuery;
import rollcall.server.storage.roster.PlacementQuery;
import rollcall.server.storage.roster.Reception;
import rollcall.server.storage.roster.Reception.Verdict;
import rollcall.server.storage.roster.ReportRange;
import rollcall.server.storage.roster.RosterEntry;
import rollcall.server.storage.roster.StoreResult;
import rollcall.server.storage.roster.StoredReport;
import rollcall.server.storage.sql.change.ChangeTable;
import rollcall.server.storage.sql.change.WriteSession;
import rollcall.server.storage.sql.connection.Backend;
import rollcall.server.storage.sql.connection.DatabaseTime;
import rollcall.server.storage.sql.connection.Migrations;
import rollcall.server.storage.sql.connection.ResultSets;
import rollcall.server.storage.sql.connection.SqlConnection;
import rollcall.server.storage.sql.connection.Transaction;
import rollcall.server.storage.sql.history.PlacementReader;
import rollcall.server.storage.sql.history.Slots;
import rollcall.server.storage.sql.node.KnownNode;
import rollcall.server.storage.sql.node.NodeMessages;
import rollcall.server.storage.sql.node.NodeReader;
import rollcall.server.storage.sql.node.NodeTable;
import rollcall.server.storage.sql.node.SwarmTable;
import rollcall.server.storage.sql.node.UsageTable;
import rollcall.server.storage.sql.roster.NodeIdentity;
import rollcall.server.storage.sql.roster.PostedReports;
import rollcall.server.storage.sql.roster.PreparedReport;
import rollcall.server.storage.sql.roster.ReportTable;
import rollcall.server.storage.sql.roster.RosterReader;
import rollcall.server.storage.sql.roster.RosterWriter;
import rollcall.server.storage.sql.roster.SilentProcesses;
import rollcall.server.storage.sql.table.DeliveryLease;
import rollcall.server.storage.sql.table.LeaseWatch;
import rollcall.server.storage.sql.table.ReplicaTable;
import rollcall.server.storage.sql.table.RequestTable;
import rollcall.server.storage.sql.table.VariableTable;
import rollcall.server.storage.variable.VariableOutcome;
import rollcall.server.storage.variable.VariableWrite;

/** {@link Storage} in a database that speaks SQL: one writer and a few readers a process. */
public final class SqlStorage implements Storage {
  /** Changes of one transaction, unless told otherwise: bounds how long others wait for a turn. */
  public static final int BATCH = 256;

  private static final int STEP = 1000;

  private final Backend backend;
  private final DatabaseTime time;
  private final GroupCommitWriter writer;
  private final String databaseId;
  private final LeaseWatch leaseWatch = new LeaseWatch(System::nanoTime);
  private volatile long lastRead;

  /** With {@link #BATCH}, and a clock in place of the database's. */
  public SqlStorage(Backend backend, Clock clock, Duration writeTimeout, CommitListener listener) {
    this(backend, DatabaseTime.of(clock), writeTimeout, BATCH, listener);
  }

  /**
   * Makes or migrates the tables where needed.
   *
   * @param backend closed with this, and where this fails
   * @param time what all stored times go by: {@link Backend#time}
   * @param writeTimeout for a change's turn and its commit
   * @param writeBatch changes that one commit may carry
   * @param listener is called at each commit of this process
   * @throws StorageException if the database cannot be used; the message says what to do
   */
  public SqlStorage(
      Backend backend,
      DatabaseTime time,
      Duration writeTimeout,
      int writeBatch,
      CommitListener listener) {
    this.backend = backend;
    this.time = time;
    try {
      databaseId = Migrations.run(backend, time);
      read("read the time", time::read);
    } catch (RuntimeException e) {
      backend.close();
      throw e;
    }
    writer = new GroupCommitWriter(backend, time, writeTimeout, writeBatch, listener);
  }

  private <T> Versioned<T> read(String what, Query<T> query) {
    return ask(
        what,
        backend::read,
        reader -> {
          long revision = reader.number(WriteSession.SELECT_REVISION);
          return new Versioned<>(query.run(reader), revision);
        });
  }

  private <T> Versioned<T> ask(String what, Opener opener, Query<Versioned<T>> query) {
    try (Transaction transaction = opener.open()) {
      Versioned<T> answer = query.run(transaction.sql());
      transaction.succeeded();
      lastRead = Math.max(lastRead, answer.revision());
      return answer;
    } catch (SQLException e) {
      throw backend.translate(what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(Reason.BUSY, what + ": interrupted", e);
    }
  }

  /** Begins to read. */
  private interface Opener {
    Transaction open() throws SQLException, InterruptedException;
  }

  /** What one read asks. */
  private interface Query<T> {
    T run(SqlConnection reader) throws SQLException;
  }

  @Override
  public Versioned<StoreResult> report(Report report, @Nullable String postedTimestamp) {
    // Made here, so that the one writer need not; the first lab's six fields need it seldom.
    PreparedReport made = report.state() == null ? null : PreparedReport.of(report);
    Supplier<PreparedReport> observed = () -> made == null ? PreparedReport.of(report) : made;
    return writer.write(
        session -> {
          boolean isNew = ReportTable.add(session, report, postedTimestamp);
          RosterEntry entry =
              isNew
                  ? PostedReports.take(session, report, observed)
                  : RosterReader.byId(session.sql(), report.id())
                      .value()
                      // The roster has forgotten the container before this report.
                      .orElseGet(() -> observed.get().entry());
          return new StoreResult(entry, isNew);
        });
  }

  @Override
  public Versioned<Reception> nodeReport(String hostname, NodeReport report) {
    List<PreparedReport> list = report.containers().stream().map(PreparedReport::of).toList();
    List<PreparedReport> departed = report.departed().stream().map(PreparedReport::of).toList();
    String usage = UsageTable.rows(report.containers());
    return writer.write(
        session -> {
          long before = session.revision();
          @Nullable KnownNode known =
              NodeIdentity.find(session.sql(), hostname, report.sender()).orElse(null);
          if (known != null) {
            Verdict order = NodeMessages.order(session, known, report.sender());
            if (order != Verdict.TAKEN || NodeTable.isOutdated(session, known, report)) {
              return new Reception(
                  order == Verdict.TAKEN ? Verdict.OUTDATED : order, 0, known.name(), null);
            }
          }
          NodeIdentity node = NodeIdentity.settle(session, known, hostname, report.sender());
          NodeTable.announce(session, node.label(), hostname, report);
          for (PreparedReport gone : node.own(hostname, departed)) {
            RosterWriter.departed(session, node, gone);
          }
          RosterWriter.listed(session, node, node.own(hostname, list));
          UsageTable.replace(session, node.label(), usage);
          NodeTable.heard(session, node.label(), hostname, report);
          NodeMessages.taken(session, node.label(), known, report.sender());
          return new Reception(
              Verdict.TAKEN,
              (int) (session.revision() - before),
              node.label(),
              NodeReader.clash(session.sql(), node.label()));
        });
  }

  @Override
  public Versioned<Verdict> nodeHeartbeat(String hostname, Heartbeat heartbeat) {
    String usage = UsageTable.rows(heartbeat);
    return writer.write(
        session -> {
          Optional<KnownNode> found =
              NodeIdentity.find(session.sql(), hostname, heartbeat.sender());
          if (found.isEmpty()) {
            return Verdict.UNKNOWN;
          }
          KnownNode node = found.get();
          Verdict order = NodeMessages.order(session, node, heartbeat.sender());
          if (order != Verdict.TAKEN) {
            return order;
          }
          Verdict verdict = NodeTable.heartbeat(session, node, hostname, heartbeat);
          if (verdict == Verdict.TAKEN) {
            NodeMessages.taken(session, node.name(), node, heartbeat.sender());
            UsageTable.renew(session, node.name(), usage);
          }
          return verdict;
        });
  }

  @Override
  public Versioned<Boolean> nodeLeft(String hostname, Sender sender) {
    return writer.write(
        session -> {
          Optional<KnownNode> found = NodeIdentity.find(session.sql(), hostname, sender);
          if (found.isPresent()
              && NodeMessages.order(session, found.get(), sender) == Verdict.TAKEN) {
            NodeTable.goodbye(session, found.get(), sender);
          }
          return found.isPresent();
        });
  }

  @Override
  public Versioned<List<RosterEntry>> containers(ContainerQuery query) {
    return read("list the containers", reader -> RosterReader.list(reader, query));
  }

  /** Most ask by the whole id: one statement finds that. */
  @Override
  public Versioned<Optional<RosterEntry>> container(String key) {
    Versioned<Optional<RosterEntry>> byId =
        ask("find the container", backend::readSingle, reader -> RosterReader.byId(reader, key));
    if (byId.value().isPresent()) {
      return byId;
    }
    return read("find the container", reader -> RosterReader.find(reader, key));
  }

  @Override
  public Versioned<List<Placement>> placements(PlacementQuery query) {
    return read("read the history", reader -> PlacementReader.placements(reader, query));
  }

  @Override
  public Versioned<List<Transition>> transitions(String id) {
    return read("read the history", reader -> PlacementReader.transitions(reader, id));
  }

  @Override
  public Versioned<List<StoredReport>> reports(String id, @Nullable Instant before, int limit) {
    return read("read the reports", reader -> ReportTable.of(reader, id, before, limit));
  }

  @Override
  public void allReports(Consumer<StoredReport> consumer) {
    long seq = 0;
    List<ReportTable.Arrived> step;
    do {
      long after = seq;
      step = read("read the reports", reader -> ReportTable.after(reader, after, STEP)).value();
      for (ReportTable.Arrived arrived : step) {
        consumer.accept(arrived.report());
        seq = arrived.seq();
      }
    } while (step.size() == STEP);
  }

  @Override
  public Versioned<ReportRange> reportSpan() {
    return read("read the reports", ReportTable::span);
  }

  @Override
  public List<ChangeEntry> changes(long after, int limit) {
    Versioned<List<ChangeEntry>> changes =
        read(
            "read the changes",
            reader -> {
              long oldest = ChangeTable.oldest(reader);
              if (after < oldest) {
                throw PrunedException.before(oldest, after);
              }
              return ChangeTable.after(reader, after, limit);
            });
    if (after > changes.revision()) {
      throw PrunedException.beyond(changes.revision(), after);
    }
    return changes.value();
  }

  @Override
  public List<ChangeEntry> versions(String container, long revision, int limit) {
    return read(
            "read the changes", reader -> ChangeTable.versions(reader, container, revision, limit))
        .value();
  }

  @Override
  public List<RosterEntry> slotMates(String container, long revision, int limit) {
    return read("read the history", reader -> Slots.mates(reader, container, revision, limit))
        .value();
  }

  @Override
  public boolean hasNodeChange(What what, String node, Instant from, Instant upTo) {
    return read("read the changes", reader -> ChangeTable.hasNode(reader, what, node, from, upTo))
        .value();
  }

  @Override
  public Optional<Long> acquireOrRenewLease(String who, Duration lease, long done) {
    Optional<DeliveryLease> last = read("read whose duty it is", DeliveryLease::read).value();
    Optional<DeliveryLease> dead = leaseWatch.dead(last, lease);
    if (dead.isEmpty() && last.isPresent()) {
      long now = read("read the time", reader -> time.read(reader).now()).value();
      if (last.get().isAnothers(who, now)) {
        return Optional.empty();
      }
    }
    return writer.write(session -> DeliveryLease.keep(session, who, lease, done, dead)).value();
  }

  @Override
  public void releaseLease(String who, long done) {
    writer.write(session -> DeliveryLease.leave(session, who, done));
  }

  @Override
  public long revision() {
    return read("read the revision", reader -> true).revision();
  }

  @Override
  public void awaitChange() throws InterruptedException {
    backend.awaitChange();
  }

  @Override
  public Map<String, String> beats() {
    return read("look for silent nodes", NodeTable::beats).value();
  }

  @Override
  public int expire(Map<String, String> silent, Duration staleAfter) {
    int expired = 0;
    // Each in a change of its own: other writers wait for one node at most.
    for (Map.Entry<String, String> node : silent.entrySet()) {
      expired +=
          writer
                  .write(session -> expire(session, node.getKey(), node.getValue(), staleAfter))
                  .value()
              ? 1
              : 0;
    }
    return expired;
  }

  /** Marks a node stale and its containers unknown; false if it was heard meanwhile. */
  private static boolean expire(WriteSession session, String node, String beat, Duration staleAfter)
      throws SQLException {
    boolean isStale = NodeTable.expire(session, node, beat, staleAfter);
    if (isStale) {
      RosterWriter.unknown(session, node);
    }
    return isStale;
  }

  @Override
  public int expireProcesses(Duration unknownAfter, Duration removedAfter) {
    boolean isAnySilent =
        read(
                "look for silent processes",
                reader ->
                    SilentProcesses.isAny(
                        reader, time.read(reader).now(), unknownAfter, removedAfter))
            .value();
    return isAnySilent
        ? writer
            .write(session -> SilentProcesses.expire(session, unknownAfter, removedAfter))
            .value()
        : 0;
  }

  @Override
  public Versioned<List<Node>> nodes() {
    return read("list the nodes", reader -> NodeReader.list(reader, time.read(reader).now()));
  }

  @Override
  public List<SwarmSnapshot.Service> services() {
    return read("list the services", reader -> SwarmTable.view(reader, time.read(reader).now()))
        .value()
        .services();
  }

  @Override
  public void heartbeat(Status.Replica replica) {
    writer.write(session -> ReplicaTable.heartbeat(session, replica));
  }

  @Override
  public void goodbye(Status.Replica replica) {
    writer.write(session -> ReplicaTable.goodbye(session, replica));
  }

  @Override
  public List<Status.Replica> replicas() {
    return read("list the replicas", reader -> ReplicaTable.list(reader, time.read(reader).now()))
        .value();
  }

  @Override
  public Versioned<VariableOutcome> writeVar(VariableWrite write) {
    return writer.write(session -> VariableTable.write(session, write));
  }

  @Override
  public Versioned<Optional<Variable>> var(String key) {
    return read("read the variable", reader -> VariableTable.find(reader, key));
  }

  @Override
  public Versioned<List<Variable>> vars(String after, int limit) {
    return read("list the variables", reader -> VariableTable.list(reader, after, limit));
  }

  @Override
  public Versioned<List<Variable>> varHistory(String key) {
    return read("read the variable's history", reader -> VariableTable.history(reader, key));
  }

  @Override
  public long countVars() {
    return read("count the variables", VariableTable::count).value();
  }

  @Override
  public void logRequests(List<LoggedRequest> requests, int keep) {
    writer.write(session -> RequestTable.add(session, requests, keep));
  }

  @Override
  public Versioned<RequestLog> requests(Instant upTo, int limit) {
    return read("read the requests", reader -> RequestTable.newest(reader, upTo, limit));
  }

  @Override
  public int prune(Retention retention) {
    return writer.write(session -> Pruning.step(session, retention)).value();
  }

  @Override
  public String database() {
    return databaseId;
  }

  @Override
  public Versioned<Status.Storage> status() {
    try {
      return read(
          "read the schema's version",
          reader ->
              new Status.Storage(
                  backend.kind(),
                  databaseId,
                  (int) Migrations.version(reader),
                  Status.Storage.WELL));
    } catch (StorageException e) {
      return new Versioned<>(
          new Status.Storage(
              backend.kind(), databaseId, Migrations.NEWEST, String.valueOf(e.getMessage())),
          lastKnownRevision());
    }
  }

  @Override
  public Map<String, Long> containersByState() {
    return read(
            "count the containers",
            reader ->
                ResultSets.list(
                    reader,
                    row -> Map.entry(row.getString(1), row.getLong(2)),
                    "SELECT coalesce(state, 'unknown'), count(*) FROM container"
                        + " WHERE removed_at IS NULL GROUP BY 1"))
        .value()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public Load load() {
    return new Load(writer.queued(), backend.walBytes());
  }

  @Override
  public Instant now() {
    return time.now();
  }

  @Override
  public long lastKnownRevision() {
    return Math.max(writer.lastRevision(), lastRead);
  }

  @Override
  public void close() {
    writer.close();
    backend.close();
  }
}
