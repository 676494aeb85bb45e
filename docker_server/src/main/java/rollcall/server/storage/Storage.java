package rollcall.server.storage;

import java.time.Instant;
import rollcall.api.status.Status;

/**
 * What the server keeps: the roster, placements, reports, nodes and replicas, under one revision
 * that rises by one with each change. Several server processes may share one storage.
 *
 * <p>A write returns after its commit is on disk, and every later read through any process sees it.
 * Every method, of the parts too, may throw a {@link StorageException}; nothing is then stored.
 */
public interface Storage extends AutoCloseable {
  Roster roster();

  Nodes nodes();

  ChangeFeed changes();

  Variables variables();

  RequestLogStore requestLog();

  Replicas replicas();

  /** Removes some of what is beyond the limits of {@link Retention}; returns how much. */
  int prune(Retention retention);

  /** The database's id: another one means another history, whatever the revision. */
  String database();

  /** What and how the storage is; its state is {@code ok} when it can be read. */
  Versioned<Status.Storage> status();

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
