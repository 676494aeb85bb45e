package rollcall.server.storage;

import java.time.Instant;
import rollcall.api.status.Status;

/**
 * The server's state: roster, placements, reports, nodes and replicas, under one revision that
 * rises by one with each change. Several server processes may share one database.
 *
 * <p>A write returns after its commit is on disk, and every later read through any process sees it.
 * Every method, of the parts too, may throw a {@link StorageException}; then nothing is stored.
 */
public interface Storage extends AutoCloseable {
  Roster roster();

  Nodes nodes();

  ChangeFeed changes();

  Variables variables();

  RequestLogStore requestLog();

  Replicas replicas();

  /** Removes some of the rows beyond the limits of {@link Retention}; returns their number. */
  int prune(Retention retention);

  /** The database's id. Revisions of databases with different ids are not comparable. */
  String database();

  /** Type, id and state of the database; the state is {@code ok} if it can be read. */
  Versioned<Status.Storage> status();

  Load load();

  /**
   * The storage's load.
   *
   * @param queuedWrites writes of this process that wait for the next commit
   * @param walBytes size of the write-ahead log in bytes; 0 if there is none
   */
  record Load(int queuedWrites, long walBytes) {}

  /**
   * The current time by the database's clock, without a query. All stored times are by this clock;
   * do not compare them with the process's own.
   */
  Instant now();

  /** The newest revision that this process has read or written, without a query. */
  long lastKnownRevision();

  /** Commits the queued writes, then closes the connections. */
  @Override
  void close();
}
