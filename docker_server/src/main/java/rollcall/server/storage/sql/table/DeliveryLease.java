package rollcall.server.storage.sql.table;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import rollcall.server.storage.sql.change.WriteSession;
import rollcall.server.storage.sql.connection.Meta;
import rollcall.server.storage.sql.connection.SqlConnection;

/**
 * The lease that elects the process that delivers webhook events, with the revision up to which
 * they are delivered. It expires if its holder dies.
 */
public record DeliveryLease(String holder, long until, long delivered) {
  /** After this time without a holder, the events since then are skipped. */
  private static final Duration SKIP_AFTER = Duration.ofHours(1);

  public static Optional<DeliveryLease> read(SqlConnection sql) throws SQLException {
    return Meta.get(sql, Meta.DELIVERY_LEASE).map(DeliveryLease::parse);
  }

  private static DeliveryLease parse(String text) {
    String[] parts = text.split(" ", 3);
    return new DeliveryLease(parts[2], Long.parseLong(parts[0]), Long.parseLong(parts[1]));
  }

  /** Whether another process holds it at a time, in nanoseconds since 1970. */
  public boolean isHeldByOther(String process, long now) {
    return !holder.equals(process) && until > now;
  }

  /**
   * Acquires or renews the lease; returns the revision up to which events are delivered, or empty
   * while another process holds it.
   *
   * @param expired a lease that was not renewed in time, whatever its stored end
   */
  public static Optional<Long> acquire(
      WriteSession session,
      String holder,
      Duration lease,
      long upTo,
      Optional<DeliveryLease> expired)
      throws SQLException {
    Optional<DeliveryLease> last = read(session.sql());
    if (last.isPresent()
        && !last.equals(expired)
        && last.get().isHeldByOther(holder, session.now())) {
      return Optional.empty();
    }
    long position =
        last.filter(old -> old.until > session.now() - SKIP_AFTER.toNanos())
            .map(old -> old.holder.equals(holder) ? Math.max(upTo, old.delivered) : old.delivered)
            .orElse(session.revision());
    save(session, new DeliveryLease(holder, session.now() + lease.toNanos(), position));
    return Optional.of(position);
  }

  /** Releases the lease; returns whether this process held it. */
  public static boolean release(WriteSession session, String holder, long upTo)
      throws SQLException {
    Optional<DeliveryLease> held = read(session.sql()).filter(old -> old.holder.equals(holder));
    if (held.isPresent()) {
      long delivered = Math.max(upTo, held.get().delivered);
      save(session, new DeliveryLease(holder, session.now(), delivered));
    }
    return held.isPresent();
  }

  private static void save(WriteSession session, DeliveryLease lease) throws SQLException {
    Meta.set(
        session.sql(),
        Meta.DELIVERY_LEASE,
        lease.until + " " + lease.delivered + " " + lease.holder);
  }
}
