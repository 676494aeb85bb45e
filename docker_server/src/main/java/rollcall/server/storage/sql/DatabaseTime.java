package rollcall.server.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The time of all who share a database: one clock, whatever those of its processes say. It is never
 * behind the newest change, so that the order of times is the order of revisions.
 */
public final class DatabaseTime {
  private final String select;
  private final @Nullable Clock clock;

  private DatabaseTime(String now, @Nullable Clock clock) {
    this.select =
        "SELECT value, "
            + now
            + ", (SELECT time FROM change WHERE change.revision = value) FROM revision";
    this.clock = clock;
  }

  /**
   * The clock of the database itself.
   *
   * @param now SQL that tells it, in nanoseconds since 1970
   */
  public static DatabaseTime inSql(String now) {
    return new DatabaseTime(now, null);
  }

  /** The clock of this process, where all processes of a database are on one machine. */
  public static DatabaseTime of(Clock clock) {
    return new DatabaseTime("CAST(? AS BIGINT)", clock);
  }

  /**
   * What a database is at.
   *
   * @param revision of its newest change
   * @param now in nanoseconds since 1970
   */
  record Moment(long revision, long now) {}

  /** Asks the database, in one statement. */
  Moment read(Statements sql) throws SQLException {
    @Nullable Object[] own =
        clock == null ? new Object[0] : new Object[] {Nanos.of(clock.instant())};
    try (ResultSet row = sql.bind(select, own).executeQuery()) {
      if (!row.next()) {
        throw new SQLException("no row from: " + select);
      }
      return new Moment(row.getLong(1), Math.max(row.getLong(2), row.getLong(3)));
    }
  }
}
