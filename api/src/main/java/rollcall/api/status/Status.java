package rollcall.api.status;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.api.node.SwarmSnapshot;

/**
 * The state of a replica and of the shared database.
 *
 * @param replica its own name, {@code server.2@node}
 * @param time the database's, by which all replicas give times
 * @param uptime in seconds
 * @param auth who may write: {@code on} authenticated callers, {@code loopback} local programs,
 *     {@code off} every caller; absent from older servers
 * @param revision of the shared state; increases by one with each change
 * @param storage the database
 * @param replicas all that share the database, including this one, by name
 * @param services the swarm's services as an agent last reported them; empty outside a swarm
 */
public record Status(
    String version,
    String replica,
    Instant time,
    double uptime,
    @Nullable String auth,
    long revision,
    Storage storage,
    List<Replica> replicas,
    List<SwarmSnapshot.Service> services) {
  /** Authenticated callers may write. */
  public static final String AUTH_ON = "on";

  /** Programs on the server's own machine may write; the server listens on loopback only. */
  public static final String AUTH_LOOPBACK = "loopback";

  /** Every caller may write. */
  public static final String AUTH_OFF = "off";

  /**
   * The database.
   *
   * @param kind {@code sqlite} or {@code postgresql}
   * @param id generated with the database; replicas with different ids do not share one
   * @param schema version of its tables
   * @param state {@code ok}, or the error
   */
  public record Storage(String kind, String id, int schema, String state) {
    /** The state of a database without errors. */
    public static final String WELL = "ok";

    /** Whether the database has no error. */
    public boolean isWell() {
      return state.equals(WELL);
    }
  }

  /**
   * A server process that shares the database.
   *
   * @param lastSeen its last registration, which every replica renews every few seconds
   * @param staleSince when its registration became overdue; absent while it is renewed
   */
  public record Replica(
      String name,
      String version,
      Instant started,
      Instant lastSeen,
      @Nullable Instant staleSince) {}
}
