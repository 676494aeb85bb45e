package rollcall.server.storage.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import rollcall.api.Status;

/** The server processes that share the file, by their heartbeats. */
final class ReplicaTable {
  /** Three heartbeats missed. */
  private static final Duration STALE_AFTER = Duration.ofSeconds(15);

  /** A process that was killed is not listed for longer. */
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(5);

  private ReplicaTable() {}

  /** Returns how many dead ones it forgot. */
  static int heartbeat(WriteSession session, Status.Replica replica) throws SQLException {
    session
        .sql()
        .update(
            "INSERT INTO replica (name, version, started, last_seen) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (name) DO UPDATE SET version = excluded.version,"
                + " started = excluded.started, last_seen = excluded.last_seen",
            replica.name(),
            replica.version(),
            Nanos.of(replica.started()),
            session.now());
    return session
        .sql()
        .update(
            "DELETE FROM replica WHERE last_seen < ?", session.now() - FORGOTTEN_AFTER.toNanos());
  }

  /** Returns how many there were: one, or none. */
  static int goodbye(WriteSession session, Status.Replica replica) throws SQLException {
    return session
        .sql()
        .update(
            "DELETE FROM replica WHERE name = ? AND started = ?",
            replica.name(),
            Nanos.of(replica.started()));
  }

  static List<Status.Replica> list(Statements reader, long now) throws SQLException {
    return Rows.list(
        reader,
        row -> {
          Instant lastSeen = Rows.time(row, 4);
          Instant due = lastSeen.plus(STALE_AFTER);
          return new Status.Replica(
              row.getString(1),
              row.getString(2),
              Rows.time(row, 3),
              lastSeen,
              Nanos.of(due) < now ? due : null);
        },
        "SELECT name, version, started, last_seen FROM replica ORDER BY name");
  }
}
