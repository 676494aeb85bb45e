package rollcall.server.storage.sql;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Single values, each under a name. */
final class Meta {
  static final String DATABASE_ID = "database_id";

  /** The schema's version. */
  static final String SCHEMA = "schema";

  /** When the database was made, in nanoseconds since 1970. */
  static final String BEGAN = "began";

  /** The oldest revision whose changes are all still there. */
  static final String PRUNED = "pruned";

  /** The swarm as a manager's agent saw it last. */
  static final String SWARM = "swarm";

  /** The node whose agent told of it, and when that was. */
  static final String SWARM_BY = "swarm_by";

  static final String SWARM_AT = "swarm_at";

  /** Who delivers the webhook's events. */
  static final String DUTY = "webhook";

  /** What belongs to one database and is not carried to another. */
  static final List<String> ITS_OWN = List.of(DATABASE_ID, SCHEMA);

  private Meta() {}

  static void set(Statements writer, String name, String value) throws SQLException {
    writer.update(
        "INSERT INTO meta (name, value) VALUES (?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        name,
        value);
  }

  static void addIfAbsent(Statements writer, String name, String value) throws SQLException {
    writer.update(
        "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", name, value);
  }

  static Optional<String> get(Statements reader, String name) throws SQLException {
    return Rows.list(reader, row -> row.getString(1), "SELECT value FROM meta WHERE name = ?", name)
        .stream()
        .findFirst();
  }

  /** 0 where nothing is kept. */
  static long number(Statements reader, String name) throws SQLException {
    return get(reader, name).map(Long::parseLong).orElse(0L);
  }
}
