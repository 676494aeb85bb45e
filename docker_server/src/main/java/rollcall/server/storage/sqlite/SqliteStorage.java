package rollcall.server.storage.sqlite;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.api.Heartbeat;
import rollcall.api.Node;
import rollcall.api.NodeReport;
import rollcall.api.Placement;
import rollcall.api.Report;
import rollcall.api.Status;
import rollcall.api.SwarmView;
import rollcall.api.Transition;
import rollcall.server.storage.ChangeEntry;
import rollcall.server.storage.CommitListener;
import rollcall.server.storage.ContainerQuery;
import rollcall.server.storage.Entry;
import rollcall.server.storage.PostedReport;
import rollcall.server.storage.PrunedException;
import rollcall.server.storage.Retention;
import rollcall.server.storage.Storage;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;
import rollcall.server.storage.Stored;
import rollcall.server.storage.Versioned;

/** {@link Storage} in one SQLite file: one writer and a few readers a process. */
public final class SqliteStorage implements Storage {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteStorage.class);
  private static final int READERS = 4;
  private static final int STEP = 1000;

  /**
   * How it waits.
   *
   * @param busyTimeout for a lock that a foreign program holds on the file
   * @param writeTimeout for a change's turn and its commit
   */
  public record Patience(Duration busyTimeout, Duration writeTimeout) {}

  private final Clock clock;
  private final File wal;
  private final Gate gate;
  private final GroupCommitWriter writer;
  private final ReadPool readers;
  private final String databaseId;

  /**
   * Opens the file, and makes or migrates it where needed.
   *
   * @param listener is told of each commit of this process
   * @throws StorageException if the file cannot be used; the message says what to do
   */
  @SuppressWarnings("MustBeClosed") // the gate lives as long as this
  public SqliteStorage(Path file, Clock clock, Patience patience, CommitListener listener) {
    this.clock = clock;
    this.wal = file.resolveSibling(file.getFileName() + "-wal").toFile();
    Database database = Database.at(file, patience.busyTimeout());
    try {
      gate = new Gate(file);
      Statements connection = openAndMigrate(database);
      writer = new GroupCommitWriter(connection, gate, clock, patience.writeTimeout(), listener);
      readers = new ReadPool(database, READERS);
      databaseId = readers.read("read the database's id", SqliteStorage::readId).value();
    } catch (SQLException e) {
      throw SqliteErrors.translate("cannot open the database " + file, e);
    } catch (IOException | InterruptedException e) {
      throw new StorageException(
          Reason.BROKEN, "cannot open the database " + file + ": " + e.getMessage(), e);
    }
  }

  /** At the gate: switching to WAL and migrating tolerate nobody beside them. */
  private Statements openAndMigrate(Database database)
      throws SQLException, IOException, InterruptedException {
    try (Gate.Pass pass = gate.enter()) {
      Statements connection = database.openWriter();
      Migrations.run(connection);
      return connection;
    }
  }

  private static String readId(Statements reader) throws SQLException {
    return Rows.list(
            reader, row -> row.getString(1), "SELECT value FROM meta WHERE name = 'database_id'")
        .get(0);
  }

  @Override
  public Versioned<Stored> report(Report report, @Nullable String postedTimestamp) {
    Observed observed = Observed.of(report);
    return writer.write(
        session -> {
          boolean isNew = ReportTable.add(session, report, postedTimestamp);
          if (isNew) {
            RosterWriter.posted(session, observed);
          }
          Entry entry = RosterReader.find(session.sql(), report.id()).orElseThrow();
          return new Stored(entry, isNew);
        });
  }

  @Override
  public Versioned<Integer> nodeReport(String node, NodeReport report) {
    List<Observed> list = report.containers().stream().map(Observed::of).toList();
    List<Observed> departed = report.departed().stream().map(Observed::of).toList();
    String usage = UsageTable.rows(report.containers());
    return writer.write(
        session -> {
          long before = session.revision();
          NodeTable.announce(session, node, report);
          for (Observed gone : departed) {
            RosterWriter.departed(session, gone);
          }
          RosterWriter.listed(session, node, list);
          UsageTable.replace(session, node, usage);
          NodeTable.heard(session, node, report);
          return (int) (session.revision() - before);
        });
  }

  @Override
  public Versioned<Boolean> nodeHeartbeat(String node, Heartbeat heartbeat) {
    String usage = UsageTable.rows(heartbeat);
    return writer.write(
        session -> {
          boolean isStillSo = NodeTable.heartbeat(session, node, heartbeat.digest());
          if (isStillSo) {
            UsageTable.replace(session, node, usage);
          }
          return isStillSo;
        });
  }

  @Override
  public Versioned<Boolean> nodeGoodbye(String node) {
    return writer.write(session -> NodeTable.goodbye(session, node));
  }

  @Override
  public Versioned<List<Entry>> containers(ContainerQuery query) {
    return readers.read("list the containers", reader -> RosterReader.list(reader, query));
  }

  @Override
  public Versioned<Optional<Entry>> container(String key) {
    return readers.read("find the container", reader -> RosterReader.find(reader, key));
  }

  @Override
  public Versioned<List<Placement>> placements(String id) {
    return readers.read("read the history", reader -> History.ofContainer(reader, id));
  }

  @Override
  public Versioned<List<Placement>> placementsOfService(String service) {
    return readers.read("read the history", reader -> History.ofService(reader, service));
  }

  @Override
  public Versioned<List<Transition>> transitions(String id) {
    return readers.read("read the history", reader -> History.transitions(reader, id));
  }

  @Override
  public Versioned<List<PostedReport>> reports(String id, @Nullable Instant before, int limit) {
    return readers.read("read the reports", reader -> ReportTable.of(reader, id, before, limit));
  }

  @Override
  public void allReports(Consumer<PostedReport> consumer) {
    long seq = 0;
    List<ReportTable.Arrived> step;
    do {
      long after = seq;
      step =
          readers
              .read("read the reports", reader -> ReportTable.after(reader, after, STEP))
              .value();
      for (ReportTable.Arrived arrived : step) {
        consumer.accept(arrived.report());
        seq = arrived.seq();
      }
    } while (step.size() == STEP);
  }

  @Override
  public List<ChangeEntry> changes(long after, int limit) {
    return readers
        .read(
            "read the changes",
            reader -> {
              long oldest = ChangeTable.oldest(reader);
              if (after < oldest) {
                throw new PrunedException(after, oldest);
              }
              return ChangeTable.after(reader, after, limit);
            })
        .value();
  }

  @Override
  public long revision() {
    return readers.read("read the revision", reader -> true).revision();
  }

  @Override
  public int expireLeases(Duration staleAfter) {
    long heardBefore = Nanos.of(clock.instant().minus(staleAfter));
    boolean isSomeoneOverdue =
        !readers
            .read("look for silent nodes", reader -> NodeTable.overdue(reader, heardBefore))
            .value()
            .isEmpty();
    return isSomeoneOverdue
        ? writer.write(session -> NodeTable.expire(session, staleAfter)).value()
        : 0;
  }

  @Override
  public Versioned<List<Node>> nodes() {
    return readers.read("list the nodes", NodeTable::list);
  }

  @Override
  public List<SwarmView.Service> services() {
    return readers.read("list the services", NodeTable::swarm).value().services();
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
    return readers
        .read("list the replicas", reader -> ReplicaTable.list(reader, clock.instant()))
        .value();
  }

  @Override
  public int prune(Retention retention) {
    return writer.write(session -> Pruning.step(session, retention)).value();
  }

  @Override
  public Versioned<Status.Storage> status() {
    try {
      return readers.read(
          "read the schema's version",
          reader ->
              new Status.Storage("sqlite", databaseId, (int) Migrations.version(reader), "ok"));
    } catch (StorageException e) {
      return new Versioned<>(
          new Status.Storage(
              "sqlite", databaseId, Migrations.NEWEST, String.valueOf(e.getMessage())),
          lastKnownRevision());
    }
  }

  @Override
  public Map<String, Long> containersByState() {
    return readers
        .read(
            "count the containers",
            reader ->
                Rows.list(
                    reader,
                    row -> Map.entry(row.getString(1), row.getLong(2)),
                    "SELECT coalesce(state, 'unknown'), count(*) FROM container"
                        + " WHERE removed_at IS NULL GROUP BY 1"))
        .value()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The log's size by stat: the file itself is SQLite's alone to open. */
  @Override
  public Load load() {
    return new Load(writer.queued(), wal.length());
  }

  @Override
  public long lastKnownRevision() {
    return Math.max(writer.lastRevision(), readers.lastRevision());
  }

  @Override
  public void close() {
    try {
      writer.close();
      readers.close();
      gate.close();
    } catch (SQLException | IOException e) {
      LOG.warn("closing the database: {}", e.getMessage());
    }
  }
}
