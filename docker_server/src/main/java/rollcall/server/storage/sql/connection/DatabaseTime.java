package rollcall.server.storage.sql.connection;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The database's clock, which all its processes use instead of their own. It is never behind the
 * newest change, so that times and revisions have the same order.
 */
public final class DatabaseTime {
  private final String select;
  private final @Nullable Clock clock;
  private final LongSupplier nanoTime;
  private long last;
  private long offset;
  private boolean isKnown;

  private DatabaseTime(String now, @Nullable Clock clock, LongSupplier nanoTime) {
    this.select =
        "SELECT value, "
            + now
            + ", (SELECT time FROM change WHERE change.revision = value) FROM revision";
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /**
   * The clock of the database server.
   *
   * @param now SQL expression of its time, in nanoseconds since 1970
   */
  public static DatabaseTime inSql(String now) {
    return inSql(now, System::nanoTime);
  }

  static DatabaseTime inSql(String now, LongSupplier nanoTime) {
    return new DatabaseTime(now, null, nanoTime);
  }

  /** The clock of this process, for a database whose processes all run on one machine. */
  public static DatabaseTime of(Clock clock) {
    return new DatabaseTime("CAST(? AS BIGINT)", clock, System::nanoTime);
  }

  /**
   * The revision and the time of a database at one moment.
   *
   * @param revision revision of its newest change
   * @param now in nanoseconds since 1970
   */
  public record Moment(long revision, long now) {}

  /** Queries the database, in one statement. */
  public Moment read(SqlConnection sql) throws SQLException {
    @Nullable Object[] own =
        clock == null ? new Object[0] : new Object[] {EpochNanos.of(clock.instant())};
    long sent = nanoTime.getAsLong();
    try (ResultSet row = sql.bind(select, own).executeQuery()) {
      if (!row.next()) {
        throw new SQLException("no row from: " + select);
      }
      long received = nanoTime.getAsLong();
      Moment moment = new Moment(row.getLong(1), Math.max(row.getLong(2), row.getLong(3)));
      adjust(moment.now(), sent, received);
      return moment;
    }
  }

  /**
   * Updates the offset from a reading that was taken between two readings of the monotonic clock.
   * Keeps the former offset within these bounds, so that a slow response causes no jump.
   */
  private synchronized void adjust(long now, long sent, long received) {
    last = now;
    offset = isKnown ? Math.max(now - received, Math.min(offset, now - sent)) : now - received;
    isKnown = true;
  }

  /**
   * The current time without a query: the database's last reading plus the time elapsed since by
   * this process's monotonic clock. Call {@link #read} first.
   */
  public synchronized Instant now() {
    if (!isKnown) {
      throw new IllegalStateException("the database's time was not read yet");
    }
    return EpochNanos.toInstant(
        clock == null
            ? nanoTime.getAsLong() + offset
            : Math.max(EpochNanos.of(clock.instant()), last));
  }
}
