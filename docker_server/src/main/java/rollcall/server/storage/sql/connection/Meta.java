package rollcall.server.storage.sql.connection;

import java.sql.SQLException;
import java.util.Optional;

/** The table of single values, each under a name. */
public final class Meta {
  public static final String DATABASE_ID = "database_id";

  public static final String SCHEMA = "schema";

  /** Creation time of the database, in nanoseconds since 1970. */
  public static final String CREATED = "began";

  /** Revision up to which changes are pruned. */
  public static final String PRUNED = "pruned";

  /** The swarm as a manager's agent last reported it, as JSON. */
  public static final String SWARM = "swarm";

  /** The node whose agent reported it, and the time of that report. */
  public static final String SWARM_BY = "swarm_by";

  public static final String SWARM_AT = "swarm_at";

  /** The {@link rollcall.server.storage.sql.table.DeliveryLease}. */
  public static final String DELIVERY_LEASE = "webhook";

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

  /** A value as a number; 0 if there is none. */
  public static long number(SqlConnection reader, String name) throws SQLException {
    return get(reader, name).map(Long::parseLong).orElse(0L);
  }
}
