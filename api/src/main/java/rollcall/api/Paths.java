package rollcall.api;

import org.jspecify.annotations.Nullable;

/** Paths, ports and headers of the server's and the agent's HTTP interfaces. */
public final class Paths {
  /** The server's port, published through the routing mesh. */
  public static final int SERVER_PORT = 5001;

  /** The agent's port, on every node's host network. */
  public static final int AGENT_PORT = 5002;

  public static final String HEALTHCHECK = "/healthcheck";

  /** Whether a balancer should send more to this replica: not while it drains. */
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

  /** The second lab's: a variable's key and value as JSON, form or query. */
  public static final String SET_VAR = "/set_var";

  public static final String GET_VAR = "/get_var";
  public static final String EDIT_VAR = "/edit_var";
  public static final String DELETE_VAR = "/delete_var";

  /** The request log as a page for people. */
  public static final String REQUESTS_PAGE = "/requests";

  /** The first lab's: POST a report, GET all of them. */
  public static final String SERVICE = "/service";

  /** The agent's: the asking container; with {@code /ID} the first lab's six fields of one. */
  public static final String INFO = "/info";

  /** The agent's: its node's containers; with {@code /ID}, {@code /NAME} one in full. */
  public static final String AGENT_CONTAINERS = "/containers";

  /** The replica that answered: {@code server.2@node}. */
  public static final String SERVED_BY = "X-Served-By";

  /** With {@code close}: what a page may not say by Connection, so that its next one is fresh. */
  public static final String CONNECTION = "X-Rollcall-Connection";

  /** The revision that the answer shows or made. */
  public static final String REVISION = "X-Rollcall-Revision";

  /**
   * The id of the database that the answer is from. Another one than before has another history:
   * what is known from the former is to be loaded anew.
   */
  public static final String DATABASE = "X-Rollcall-Database";

  /** Who sends a request, by its own word: the source address is lost in the routing mesh. */
  public static final String CALLER = "X-Rollcall-Caller";

  /**
   * An agent's signed statement, with its answer to a container and with what the agent sends
   * itself; the client that posts that container's report passes it on.
   */
  public static final String STATEMENT = "X-Rollcall-Statement";

  /** Names a write, so that sending it again is safe. */
  public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private Paths() {}

  /**
   * Whether engines and load balancers ask this path to learn how a replica is: every few seconds,
   * and without credentials.
   */
  public static boolean isProbe(@Nullable String path) {
    return HEALTHCHECK.equals(path) || READY.equals(path);
  }
}
