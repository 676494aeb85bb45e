package rollcall.api.status;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.api.node.SwarmSnapshot;

/**
 * The state of a replica, and of what it shares with the others.
 *
 * @param replica its own name, {@code server.2@node}
 * @param time of all that share the database: what every time that they tell is by
 * @param uptime in seconds
 * @param auth who may write: {@code on} callers that prove who they are, {@code loopback} this
 *     machine's programs, {@code off} every caller; absent from servers older than this
 * @param revision of the shared state; rises by one with each change
 * @param storage the database
 * @param replicas all that share the database, this one included, by name
 * @param services the swarm's services as a manager's agent last saw them; empty outside a swarm
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
  /** Who may write where each proves who it is. */
  public static final String AUTH_ON = "on";

  /** Who may write where this machine's own programs alone are heard. */
  public static final String AUTH_LOOPBACK = "loopback";

  /** Who may write where everybody may. */
  public static final String AUTH_OFF = "off";

  /**
   * The database.
   *
   * @param kind {@code sqlite}
   * @param id made once with the database: two replicas showing different ones share nothing
   * @param schema version of its tables
   * @param state {@code ok}, or what is wrong
   */
  public record Storage(String kind, String id, int schema, String state) {
    /** The state of a database with which nothing is wrong. */
    public static final String WELL = "ok";

    /** Whether nothing is wrong with it. */
    public boolean isWell() {
      return state.equals(WELL);
    }
  }

  /**
   * A server process that shares the database.
   *
   * @param lastSeen when it last said so; each does every few seconds
   * @param staleSince when it should have and did not; absent while it does
   */
  public record Replica(
      String name,
      String version,
      Instant started,
      Instant lastSeen,
      @Nullable Instant staleSince) {}
}
