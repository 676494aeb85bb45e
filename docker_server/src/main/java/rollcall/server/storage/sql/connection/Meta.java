package rollcall.server.storage.sql.connection;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Single values, each under a name. */
public final class Meta {
  public static final String DATABASE_ID = "database_id";

  /** The schema's version. */
  public static final String SCHEMA = "schema";

  /** When the database was made, in nanoseconds since 1970. */
  public static final String BEGAN = "began";

  /** The oldest revision whose changes are all still there. */
  public static final String PRUNED = "pruned";

  /** The swarm as a manager's agent saw it last. */
  public static final String SWARM = "swarm";

  /** The node whose agent told of it, and when that was. */
  public static final String SWARM_BY = "swarm_by";

  public static final String SWARM_AT = "swarm_at";

  /** Who delivers the webhook's events. */
  public static final String DUTY = "webhook";

  /** What belongs to one database and is not carried to another. */
  static final List<String> ITS_OWN = List.of(DATABASE_ID, SCHEMA);

  private Meta() {}

  public static void set(SqlConnection writer, String name, String value) throws SQLException {
    writer.update(
        "INSERT INTO meta (name, value) VALUES (?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        name,
        value);
  }

  static void addIfAbsent(SqlConnection writer, String name, String value) throws SQLException {
    writer.update(
        "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", name, value);
  }

  public static Optional<String> get(SqlConnection reader, String name) throws SQLException {
    return ResultSets.list(
            reader, row -> row.getString(1), "SELECT value FROM meta WHERE name = ?", name)
        .stream()
        .findFirst();
  }

  /** 0 where nothing is kept. */
  public static long number(SqlConnection reader, String name) throws SQLException {
    return get(reader, name).map(Long::parseLong).orElse(0L);
  }
}
