package rollcall.agent.http;

import com.google.gson.JsonElement;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rollcall.agent.docker.node.NodeContainers;
import rollcall.agent.metrics.Metrics;
import rollcall.api.Bounds;
import rollcall.api.Paths;
import rollcall.api.ProblemType;
import rollcall.api.container.Report;
import rollcall.api.json.Json;
import rollcall.attestation.Attestation;
import rollcall.attestation.Audience;
import rollcall.attestation.ContentDigest;
import rollcall.attestation.Signer;
import rollcall.common.AllowedHosts;

/** The routes of the agent's HTTP server, and their access control. */
final class InfoHandler implements HttpHandler {
  private static final Set<String> METHODS = Set.of("GET", "HEAD");

  // Docker's syntax of ids and names.
  private static final Pattern KEY =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0," + (Bounds.NAME - 1) + "}");

  private final NodeContainers containers;
  private final Optional<String> token;
  private final Optional<Signer> signer;
  private final HealthCheck health;
  private final Metrics metrics;
  private final CrossSiteCheck site;
  private final Admission admission = new Admission();

  InfoHandler(
      NodeContainers containers,
      Optional<String> token,
      Optional<Signer> signer,
      HealthCheck health,
      Metrics metrics,
      AllowedHosts hosts) {
    this.containers = containers;
    this.token = token;
    this.signer = signer;
    this.health = health;
    this.metrics = metrics;
    this.site = new CrossSiteCheck(hosts);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getRawPath();
      InfoResponse answer;
      try {
        answer = answer(exchange, path);
      } catch (RuntimeException e) {
        answer = Problems.answer(e, path);
      }
      answer.send(exchange);
    }
  }

  private InfoResponse answer(HttpExchange exchange, String path) {
    site.check(exchange);
    String[] parts = path.split("/", -1);
    String root = parts.length > 1 ? "/" + parts[1] : path;
    boolean takesKey = root.equals(Paths.INFO) || root.equals(Paths.AGENT_CONTAINERS);
    boolean known =
        parts.length == 2
            && (takesKey || root.equals(Paths.HEALTHCHECK) || root.equals(Paths.METRICS));
    if (!known && !(parts.length == 3 && takesKey)) {
      throw unknownPath();
    }
    if (!METHODS.contains(exchange.getRequestMethod())) {
      throw wrongMethod(exchange.getRequestMethod());
    }
    if (root.equals(Paths.HEALTHCHECK)) {
      return InfoResponse.ok(health.check());
    }
    if (root.equals(Paths.METRICS)) {
      // Open to containers, such as Prometheus: they reveal only counts.
      return new InfoResponse(200, Metrics.MEDIA_TYPE, metrics.text(), Map.of());
    }
    // The paths above do not need the engine, so that a hanging engine does not fail health checks.
    Caller caller = Caller.of(exchange, token);
    admission.enter(caller.address());
    try {
      return containerResponse(caller, root, parts);
    } finally {
      admission.leave(caller.address());
    }
  }

  private InfoResponse containerResponse(Caller caller, String root, String[] parts) {
    if (parts.length == 2) {
      return root.equals(Paths.INFO) ? attested(self(caller), false) : InfoResponse.ok(all(caller));
    }
    String key = key(parts[2]);
    boolean isSample = root.equals(Paths.INFO);
    if (caller.operator()) {
      Report report = containers.find(key);
      return InfoResponse.ok(isSample ? report.sample() : report);
    }
    return attested(own(caller, key), isSample);
  }

  /** A container's own report with an attestation, for the container to post. */
  private InfoResponse attested(Report self, boolean isSample) {
    String json = Json.write(isSample ? self.sample() : self);
    Map<String, String> headers =
        signer
            .map(
                key ->
                    Map.of(
                        Paths.STATEMENT,
                        key.sign(
                            new Attestation(
                                String.valueOf(self.node()),
                                self.id(),
                                Audience.REPORT,
                                ContentDigest.digest(Json.read(json, JsonElement.class))))))
            .orElse(Map.of());
    return InfoResponse.json(json, headers);
  }

  private Report self(Caller caller) {
    return findCaller(caller)
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemType.UNKNOWN_CALLER,
                    "No running container of this node has the address "
                        + caller.address().getHostAddress()
                        + ".",
                    "Send the request from inside a container to its default gateway; on the node"
                        + " itself name a container: GET /info/ID. A container on the host network"
                        + " has no address of its own."));
  }

  private Object all(Caller caller) {
    if (!caller.operator()) {
      throw forbidden("A container may not list all containers.");
    }
    return containers.all();
  }

  private Report own(Caller caller, String key) {
    // The response must not reveal whether another container exists.
    @Nullable Report self = findCaller(caller).orElse(null);
    if (self == null || !NodeContainers.means(key, self)) {
      throw forbidden(
          "A container may read only its own report, and \"" + key + "\" does not refer to it.");
    }
    return self;
  }

  private Optional<Report> findCaller(Caller caller) {
    return caller.address().isLoopbackAddress()
        ? Optional.empty()
        : containers.findByAddress(caller.address());
  }

  private static String key(String raw) {
    if (!KEY.matcher(raw).matches()) {
      throw new ProblemException(
          ProblemType.BAD_KEY,
          "The last path segment is not a container's id or name: allowed are letters, digits and,"
              + " after the first, _ . -, at most "
              + Bounds.NAME
              + " characters.",
          "Give an id, a prefix of an id, or a name.");
    }
    return raw;
  }

  private static ProblemException forbidden(String detail) {
    return new ProblemException(
        ProblemType.FORBIDDEN,
        detail,
        "GET /info describes the container that sends the request. Operators send requests on the"
            + " node itself, to 127.0.0.1, or with \"Authorization: Bearer\" and the agent's"
            + " ROLLCALL_TOKEN.");
  }

  private static ProblemException unknownPath() {
    return new ProblemException(
        ProblemType.UNKNOWN_PATH,
        "The agent has no such path.",
        "Its paths are /info, /info/ID, /containers, /containers/ID, /healthcheck and /metrics.");
  }

  private static ProblemException wrongMethod(String method) {
    return new ProblemException(
        ProblemType.WRONG_METHOD,
        method + " is refused: the agent is read-only.",
        "Use GET.",
        Map.of("Allow", "GET, HEAD"));
  }
}
