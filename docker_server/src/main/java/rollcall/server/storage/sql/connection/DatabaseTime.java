package rollcall.server.storage.sql.connection;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The time of all who share a database: one clock, whatever those of its processes say. It is never
 * behind the newest change, so that the order of times is the order of revisions.
 */
public final class DatabaseTime {
  private final String select;
  private final @Nullable Clock clock;
  private final LongSupplier nanoTime;
  private long last;
  private long ahead;
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
   * The clock of the database itself.
   *
   * @param now SQL that tells it, in nanoseconds since 1970
   */
  public static DatabaseTime inSql(String now) {
    return inSql(now, System::nanoTime);
  }

  static DatabaseTime inSql(String now, LongSupplier nanoTime) {
    return new DatabaseTime(now, null, nanoTime);
  }

  /** The clock of this process, where all processes of a database are on one machine. */
  public static DatabaseTime of(Clock clock) {
    return new DatabaseTime("CAST(? AS BIGINT)", clock, System::nanoTime);
  }

  /**
   * What a database is at.
   *
   * @param revision of its newest change
   * @param now in nanoseconds since 1970
   */
  public record Moment(long revision, long now) {}

  /** Asks the database, in one statement. */
  public Moment read(SqlConnection sql) throws SQLException {
    @Nullable Object[] own =
        clock == null ? new Object[0] : new Object[] {EpochNanos.of(clock.instant())};
    long asked = nanoTime.getAsLong();
    try (ResultSet row = sql.bind(select, own).executeQuery()) {
      if (!row.next()) {
        throw new SQLException("no row from: " + select);
      }
      long answered = nanoTime.getAsLong();
      Moment moment = new Moment(row.getLong(1), Math.max(row.getLong(2), row.getLong(3)));
      learn(moment.now(), asked, answered);
      return moment;
    }
  }

  /**
   * The database said its time between two readings of the steady clock. What was known before
   * stays as far as that allows, so that a slow answer does not make the time jump.
   */
  private synchronized void learn(long now, long asked, long answered) {
    last = now;
    ahead = isKnown ? Math.max(now - answered, Math.min(ahead, now - asked)) : now - answered;
    isKnown = true;
  }

  /**
   * The time now, without asking: what the database said last, and what has passed since by this
   * process's steady clock. It is to have been asked before.
   */
  public synchronized Instant now() {
    if (!isKnown) {
      throw new IllegalStateException("the database's time was not read yet");
    }
    return EpochNanos.toInstant(
        clock == null
            ? nanoTime.getAsLong() + ahead
            : Math.max(EpochNanos.of(clock.instant()), last));
  }
}
