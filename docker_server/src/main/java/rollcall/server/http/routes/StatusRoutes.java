package rollcall.server.http.routes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import rollcall.api.Paths;
import rollcall.api.node.SwarmSnapshot;
import rollcall.api.status.Status;
import rollcall.common.Version;
import rollcall.server.auth.Authenticator;
import rollcall.server.auth.Authenticator.Permission;
import rollcall.server.http.exchange.ApiResponse;
import rollcall.server.http.exchange.ProblemException;
import rollcall.server.http.exchange.QueryParameters;
import rollcall.server.http.routing.Router;
import rollcall.server.storage.Storage;
import rollcall.server.storage.Versioned;
import spark.Request;
import spark.Response;

/** Health, readiness, status and description of a replica. */
public final class StatusRoutes {
  private final Storage storage;
  private final String replica;
  private final long started = System.nanoTime();
  private final Authenticator authenticator;
  private final BooleanSupplier draining;

  public StatusRoutes(
      Storage storage, String replica, Authenticator authenticator, BooleanSupplier draining) {
    this.authenticator = authenticator;
    this.draining = draining;
    this.storage = storage;
    this.replica = replica;
  }

  public void addTo(Router router) {
    router.on("GET", Permission.NOTHING, Paths.HEALTHCHECK, (request, response) -> healthcheck());
    router.on("GET", Permission.NOTHING, Paths.READY, (request, response) -> ready());
    router.on("GET", Permission.NOTHING, Paths.OPENAPI, (request, response) -> openApi());
    router.on("GET", Paths.STATUS, this::status);
  }

  /** Returns the index for programs; browsers get the dashboard. */
  public ApiResponse index(List<String> paths) {
    return ApiResponse.json(
        200,
        Map.of("name", "rollcall", "version", Version.CURRENT, "paths", paths),
        storage.lastKnownRevision());
  }

  private static ApiResponse openApi() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(StatusRoutes.class.getResourceAsStream("openapi.yaml"))) {
      String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new ApiResponse(200, "application/yaml", yaml, Map.of());
    }
  }

  /** Liveness only: a locked database must not cause all replicas to be killed. */
  private ApiResponse healthcheck() {
    return ApiResponse.json(
        200, Map.of("status", "ok", "replica", replica), storage.lastKnownRevision());
  }

  /**
   * Readiness, so that a balancer sends no requests to a replica that is about to stop. An
   * unavailable database has no effect: the balancer would remove all replicas, and none could
   * report the cause.
   */
  private ApiResponse ready() {
    if (draining.getAsBoolean()) {
      throw new ProblemException(
          503,
          "This replica is about to stop.",
          "Retry: another replica will respond.",
          Map.of("Retry-After", "1"));
    }
    return ApiResponse.json(
        200, Map.of("status", "ready", "replica", replica), storage.lastKnownRevision());
  }

  private ApiResponse status(Request request, Response response) {
    new QueryParameters(request);
    Versioned<Status.Storage> database = storage.status();
    boolean readable = database.value().isWell();
    List<Status.Replica> replicas = readable ? storage.replicas().list() : List.of();
    List<SwarmSnapshot.Service> services = readable ? storage.nodes().services() : List.of();
    Status status =
        new Status(
            Version.CURRENT,
            replica,
            storage.now(),
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started) / 1000.0,
            authenticator.mode().name().toLowerCase(Locale.ROOT),
            database.revision(),
            database.value(),
            replicas,
            services);
    return ApiResponse.json(200, status, database.revision());
  }
}
