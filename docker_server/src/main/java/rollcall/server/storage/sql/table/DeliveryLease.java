package rollcall.server.storage.sql.table;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import rollcall.server.storage.sql.change.WriteSession;
import rollcall.server.storage.sql.connection.Meta;
import rollcall.server.storage.sql.connection.SqlConnection;

/**
 * The lease that elects the process that delivers the webhook's events, and the revision up to
 * which they are delivered. When its holder dies, it expires.
 */
public record DeliveryLease(String who, long until, long done) {
  /** After so long without anybody, what happened meanwhile is no news any more. */
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  public static Optional<DeliveryLease> read(SqlConnection sql) throws SQLException {
    return Meta.get(sql, Meta.DUTY).map(DeliveryLease::parse);
  }

  private static DeliveryLease parse(String text) {
    String[] parts = text.split(" ", 3);
    return new DeliveryLease(parts[2], Long.parseLong(parts[0]), Long.parseLong(parts[1]));
  }

  /** Whether another has it at a time, in nanoseconds since 1970. */
  public boolean isAnothers(String asker, long now) {
    return !who.equals(asker) && until > now;
  }

  /**
   * Takes or keeps it; returns up to which revision it is done, nothing while another has it.
   *
   * @param dead a lease that is not renewed, however long it is said to last
   */
  public static Optional<Long> keep(
      WriteSession session, String who, Duration lease, long done, Optional<DeliveryLease> dead)
      throws SQLException {
    Optional<DeliveryLease> last = read(session.sql());
    if (last.isPresent() && !last.equals(dead) && last.get().isAnothers(who, session.now())) {
      return Optional.empty();
    }
    long position =
        last.filter(duty -> duty.until > session.now() - FORGOTTEN_AFTER.toNanos())
            .map(duty -> duty.who.equals(who) ? Math.max(done, duty.done) : duty.done)
            .orElse(session.revision());
    save(session, new DeliveryLease(who, session.now() + lease.toNanos(), position));
    return Optional.of(position);
  }

  /** Gives it back; returns whether there was anything to give. */
  public static boolean leave(WriteSession session, String who, long done) throws SQLException {
    Optional<DeliveryLease> mine = read(session.sql()).filter(duty -> duty.who.equals(who));
    if (mine.isPresent()) {
      save(session, new DeliveryLease(who, session.now(), Math.max(done, mine.get().done)));
    }
    return mine.isPresent();
  }

  private static void save(WriteSession session, DeliveryLease duty) throws SQLException {
    Meta.set(session.sql(), Meta.DUTY, duty.until + " " + duty.done + " " + duty.who);
  }
}
