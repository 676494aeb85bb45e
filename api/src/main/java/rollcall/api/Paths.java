package rollcall.api;

import org.jspecify.annotations.Nullable;

/** Paths, ports and headers of the server's and the agent's HTTP interfaces. */
public final class Paths {
  /** The server's port, published through the routing mesh. */
  public static final int SERVER_PORT = 5001;

  /** The agent's port, on every node's host network. */
  public static final int AGENT_PORT = 5002;

  public static final String HEALTHCHECK = "/healthcheck";

  /** Readiness, for load balancers: fails while the replica drains. */
  public static final String READY = "/ready";

  public static final String METRICS = "/metrics";
  public static final String OPENAPI = "/api/openapi.yaml";
  public static final String STATUS = "/api/status";
  public static final String REPORTS = "/api/reports";
  public static final String CONTAINERS = "/api/containers";
  public static final String NODES = "/api/nodes";
  public static final String SERVICES = "/api/services";
  public static final String PLACEMENTS = "/api/placements";
  public static final String CHANGES = "/api/changes";
  public static final String REQUESTS = "/api/requests";
  public static final String VARS = "/api/vars";

  /** Legacy interface of the second lab: a variable's key and value as JSON, form or query. */
  public static final String SET_VAR = "/set_var";

  public static final String GET_VAR = "/get_var";
  public static final String EDIT_VAR = "/edit_var";
  public static final String DELETE_VAR = "/delete_var";

  /** The request log as an HTML page. */
  public static final String REQUESTS_PAGE = "/requests";

  /** Legacy interface of the first lab: POST a report, GET all of them. */
  public static final String SERVICE = "/service";

  /** Agent: the calling container; with {@code /ID} the first lab's six fields of one container. */
  public static final String INFO = "/info";

  /** Agent: all containers of its node; with {@code /ID} or {@code /NAME} one of them. */
  public static final String AGENT_CONTAINERS = "/containers";

  /** The replica that answered: {@code server.2@node}. */
  public static final String SERVED_BY = "X-Served-By";

  /** With {@code close}: like the Connection header, which browsers do not let pages set. */
  public static final String CONNECTION = "X-Rollcall-Connection";

  /** The revision that a response shows or that its request made. */
  public static final String REVISION = "X-Rollcall-Revision";

  /**
   * The id of the database that a response is from. When it changes, clients must discard what they
   * know and load it again.
   */
  public static final String DATABASE = "X-Rollcall-Database";

  /** The caller's name as it states it: the routing mesh hides the source address. */
  public static final String CALLER = "X-Rollcall-Caller";

  /**
   * An agent's attestation, with its requests and with its responses to containers. A client that
   * posts its container's report passes it on.
   */
  public static final String STATEMENT = "X-Rollcall-Statement";

  /** Identifies a write, so that it can be retried safely. */
  public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private Paths() {}

  /**
   * Whether this is the path of a health probe: engines and load balancers send them every few
   * seconds, without credentials.
   */
  public static boolean isProbe(@Nullable String path) {
    return HEALTHCHECK.equals(path) || READY.equals(path);
  }
}
