package rollcall.server.http;

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
import rollcall.api.Status;
import rollcall.api.SwarmView;
import rollcall.api.Version;
import rollcall.server.http.Access.Need;
import rollcall.server.storage.Storage;
import rollcall.server.storage.Versioned;
import spark.Request;
import spark.Response;

/** What a replica says of itself. */
final class StatusRoutes {
  private static final Map<String, Object> INDEX =
      Map.of(
          "name",
          "rollcall",
          "version",
          Version.CURRENT,
          "paths",
          List.of(
              Paths.CHANGES,
              Paths.CONTAINERS,
              Paths.CONTAINERS + "/{id}",
              Paths.CONTAINERS + "/{id}/history",
              Paths.CONTAINERS + "/{id}/reports",
              Paths.HEALTHCHECK,
              Paths.METRICS,
              Paths.NODES,
              Paths.NODES + "/{node}/containers",
              Paths.NODES + "/{node}/heartbeat",
              Paths.NODES + "/{node}/goodbye",
              Paths.OPENAPI,
              Paths.PLACEMENTS,
              Paths.READY,
              Paths.REPORTS,
              Paths.REQUESTS,
              Paths.REQUESTS_PAGE,
              Paths.SERVICE,
              Paths.SERVICES + "/{service}/history",
              Paths.STATUS,
              Paths.VARS,
              Paths.VARS + "/{key}",
              Paths.VARS + "/{key}/history",
              Paths.SET_VAR,
              Paths.GET_VAR,
              Paths.EDIT_VAR,
              Paths.DELETE_VAR));

  private final Storage storage;
  private final String replica;
  private final long started = System.nanoTime();
  private final Access access;
  private final BooleanSupplier draining;

  StatusRoutes(Storage storage, String replica, Access access, BooleanSupplier draining) {
    this.access = access;
    this.draining = draining;
    this.storage = storage;
    this.replica = replica;
  }

  void addTo(Router router) {
    router.on("GET", Need.NOTHING, Paths.HEALTHCHECK, (request, response) -> healthcheck());
    router.on("GET", Need.NOTHING, Paths.READY, (request, response) -> ready());
    router.on("GET", Need.NOTHING, Paths.OPENAPI, (request, response) -> openApi());
    router.on("GET", Paths.STATUS, this::status);
  }

  /** What there is, for programs; people get the page. */
  Answer index() {
    return Answer.json(200, INDEX, storage.lastKnownRevision());
  }

  private static Answer openApi() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(StatusRoutes.class.getResourceAsStream("openapi.yaml"))) {
      String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(200, "application/yaml", yaml, Map.of());
    }
  }

  /** Liveness only: a locked database must not get every replica killed. */
  private Answer healthcheck() {
    return Answer.json(
        200, Map.of("status", "ok", "replica", replica), storage.lastKnownRevision());
  }

  /**
   * Readiness: a balancer that asks this sends nothing to a replica that will soon refuse it. A
   * database that is away is no reason: then the balancer would take every replica out, and none
   * could say what is wrong.
   */
  private Answer ready() {
    if (draining.getAsBoolean()) {
      throw new ProblemException(
          503,
          "This replica is about to stop.",
          "Ask again: another one answers.",
          Map.of("Retry-After", "1"));
    }
    return Answer.json(
        200, Map.of("status", "ready", "replica", replica), storage.lastKnownRevision());
  }

  private Answer status(Request request, Response response) {
    new Parameters(request);
    Versioned<Status.Storage> database = storage.status();
    boolean readable = database.value().isWell();
    List<Status.Replica> replicas = readable ? storage.replicas() : List.of();
    List<SwarmView.Service> services = readable ? storage.services() : List.of();
    Status status =
        new Status(
            Version.CURRENT,
            replica,
            storage.now(),
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started) / 1000.0,
            access.mode().name().toLowerCase(Locale.ROOT),
            database.revision(),
            database.value(),
            replicas,
            services);
    return Answer.json(200, status, database.revision());
  }
}
