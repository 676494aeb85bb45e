package rollcall.server.storage.sql.table;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import rollcall.api.status.Status;
import rollcall.server.storage.sql.change.WriteSession;
import rollcall.server.storage.sql.connection.EpochNanos;
import rollcall.server.storage.sql.connection.ResultSets;
import rollcall.server.storage.sql.connection.SqlConnection;

/** The table of server processes that share the database, renewed by their heartbeats. */
public final class ReplicaTable {
  /** Three missed heartbeats. */
  private static final Duration STALE_AFTER = Duration.ofSeconds(15);

  /** Killed processes are removed after this time. */
  private static final Duration REMOVED_AFTER = Duration.ofMinutes(5);

  private ReplicaTable() {}

  /** Adds or renews a replica; returns how many dead ones were removed. */
  public static int register(WriteSession session, Status.Replica replica) throws SQLException {
    session
        .sql()
        .update(
            "INSERT INTO replica (name, version, started, last_seen) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (name) DO UPDATE SET version = excluded.version,"
                + " started = excluded.started, last_seen = excluded.last_seen",
            replica.name(),
            replica.version(),
            EpochNanos.of(replica.started()),
            session.now());
    return session
        .sql()
        .update("DELETE FROM replica WHERE last_seen < ?", session.now() - REMOVED_AFTER.toNanos());
  }

  /** Removes a replica; returns the number of removed rows. */
  public static int unregister(WriteSession session, Status.Replica replica) throws SQLException {
    return session
        .sql()
        .update(
            "DELETE FROM replica WHERE name = ? AND started = ?",
            replica.name(),
            EpochNanos.of(replica.started()));
  }

  public static List<Status.Replica> list(SqlConnection reader, long now) throws SQLException {
    return ResultSets.list(
        reader,
        row -> {
          Instant lastSeen = ResultSets.time(row, 4);
          Instant due = lastSeen.plus(STALE_AFTER);
          return new Status.Replica(
              row.getString(1),
              row.getString(2),
              ResultSets.time(row, 3),
              lastSeen,
              EpochNanos.of(due) < now ? due : null);
        },
        "SELECT name, version, started, last_seen FROM replica ORDER BY name");
  }
}
