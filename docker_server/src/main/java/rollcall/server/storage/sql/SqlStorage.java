package rollcall.server.storage.sql;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import rollcall.api.status.Status;
import rollcall.server.storage.ChangeFeed;
import rollcall.server.storage.Nodes;
import rollcall.server.storage.Replicas;
import rollcall.server.storage.RequestLogStore;
import rollcall.server.storage.Retention;
import rollcall.server.storage.Roster;
import rollcall.server.storage.Storage;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.Variables;
import rollcall.server.storage.Versioned;
import rollcall.server.storage.change.CommitListener;
import rollcall.server.storage.sql.connection.Backend;
import rollcall.server.storage.sql.connection.DatabaseTime;
import rollcall.server.storage.sql.connection.Migrations;

/** {@link Storage} in SQL: one writer and a few readers per process. */
public final class SqlStorage implements Storage {
  /** Default maximum of writes per transaction; limits how long other processes wait. */
  public static final int BATCH = 256;

  private final Backend backend;
  private final DatabaseTime time;
  private final GroupCommitWriter writer;
  private final String databaseId;
  private final ReadTransactions reads;
  private final Roster roster;
  private final Nodes nodes;
  private final ChangeFeed changes;
  private final Variables variables;
  private final RequestLogStore requestLog;
  private final Replicas replicas;

  /** With {@link #BATCH}, and with a clock instead of the database's. */
  public SqlStorage(Backend backend, Clock clock, Duration writeTimeout, CommitListener listener) {
    this(backend, DatabaseTime.of(clock), writeTimeout, BATCH, listener);
  }

  /**
   * Creates or migrates the tables if necessary.
   *
   * @param backend closed with this, or if this fails
   * @param time clock of all stored times: {@link Backend#time}
   * @param writeTimeout maximum time for a write, including its commit
   * @param writeBatch maximum number of writes per commit
   * @param listener called after each commit of this process
   * @throws StorageException if the database cannot be used; the message states how to fix it
   */
  public SqlStorage(
      Backend backend,
      DatabaseTime time,
      Duration writeTimeout,
      int writeBatch,
      CommitListener listener) {
    this.backend = backend;
    this.time = time;
    reads = new ReadTransactions(backend, time);
    try {
      databaseId = Migrations.run(backend, time);
      reads.read("read the time", time::read);
    } catch (RuntimeException e) {
      backend.close();
      throw e;
    }
    writer = new GroupCommitWriter(backend, time, writeTimeout, writeBatch, listener);
    roster = new SqlRoster(reads, writer, backend);
    nodes = new SqlNodes(reads, writer);
    changes = new SqlChangeFeed(reads, backend);
    variables = new SqlVariables(reads, writer);
    requestLog = new SqlRequestLog(reads, writer);
    replicas = new SqlReplicas(reads, writer);
  }

  @Override
  public Roster roster() {
    return roster;
  }

  @Override
  public Nodes nodes() {
    return nodes;
  }

  @Override
  public ChangeFeed changes() {
    return changes;
  }

  @Override
  public Variables variables() {
    return variables;
  }

  @Override
  public RequestLogStore requestLog() {
    return requestLog;
  }

  @Override
  public Replicas replicas() {
    return replicas;
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
      return reads.read(
          "read the schema version",
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
  public Load load() {
    return new Load(writer.queued(), backend.walBytes());
  }

  @Override
  public Instant now() {
    return time.now();
  }

  @Override
  public long lastKnownRevision() {
    return Math.max(writer.lastRevision(), reads.lastRevision());
  }

  @Override
  public void close() {
    writer.close();
    backend.close();
  }
}
