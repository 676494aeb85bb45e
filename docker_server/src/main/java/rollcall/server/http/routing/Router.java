package rollcall.server.http.routing;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.server.auth.AdmissionControl;
import rollcall.server.auth.AuditLog;
import rollcall.server.auth.Authenticator.Expected;
import rollcall.server.auth.Authenticator.Permission;
import rollcall.server.auth.Principal;
import rollcall.server.http.exchange.ApiResponse;
import rollcall.server.http.exchange.LogText;
import rollcall.server.http.exchange.ProblemException;
import rollcall.server.http.exchange.Problems;
import rollcall.server.http.exchange.RequestLogger;
import rollcall.server.metrics.Metrics;
import spark.ExceptionHandlerImpl;
import spark.ExceptionMapper;
import spark.Request;
import spark.Response;
import spark.RouteImpl;
import spark.embeddedserver.jetty.JettyHandler;
import spark.http.matching.MatcherFilter;
import spark.route.HttpMethod;
import spark.route.Routes;
import spark.staticfiles.StaticFilesConfiguration;

/**
 * Registers Spark's routes, and writes every response, errors included. An existing path responds
 * to other methods with 405 and Allow.
 */
public final class Router {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");
  private static final Pattern PARAMETER = Pattern.compile(":(\\w+)");

  private final Routes routes = Routes.create();
  private final Metrics metrics;
  private final RequestLogger requestLogger;
  private final AdmissionControl admission;
  private final AuditLog audit;
  private final LargeResponses large;
  private final Map<String, Map<String, Route>> paths = new TreeMap<>();
  private final Set<String> files = new HashSet<>();

  public Router(
      Metrics metrics,
      RequestLogger requestLogger,
      AdmissionControl admission,
      AuditLog audit,
      LargeResponses large) {
    this.metrics = metrics;
    this.requestLogger = requestLogger;
    this.admission = admission;
    this.audit = audit;
    this.large = large;
  }

  /** Handles a request; returns null if it has written the response itself. */
  public interface Handler {
    @Nullable ApiResponse handle(Request request, Response response) throws Exception;
  }

  private record Route(Permission required, @Nullable Expected expected, Handler handler) {}

  /** Adds a route: reads require a reader, other methods an operator. */
  public Router on(String method, String path, Handler handler) {
    return on(
        method, method.equals("GET") ? Permission.READER : Permission.OPERATOR, path, handler);
  }

  /** Adds a file of the dashboard: readable by every client, and not one of the {@link #paths}. */
  public Router file(String path, Handler handler) {
    files.add(path);
    return on("GET", Permission.NOTHING, path, handler);
  }

  /** Adds a route to read a possibly large response. */
  public Router list(String path, Handler handler) {
    return on("GET", path, large.limit(handler));
  }

  public Router on(String method, Permission required, String path, Handler handler) {
    return add(method, path, new Route(required, null, handler));
  }

  /** Adds a write that requires an attestation of the expected kind by an agent. */
  public Router signed(String method, String path, Expected expected, Handler handler) {
    return add(method, path, new Route(Permission.STATEMENT, expected, handler));
  }

  private Router add(String method, String path, Route route) {
    if ((route.required() == Permission.STATEMENT) != (route.expected() != null)) {
      throw new IllegalArgumentException(path + ": no expected attestation, or not needed");
    }
    paths.computeIfAbsent(path, p -> new TreeMap<>()).put(method, route);
    return this;
  }

  /** Returns the API's paths in order, in the form of openapi.yaml: {@code /api/vars/{key}}. */
  public List<String> paths() {
    return paths.keySet().stream()
        .filter(path -> !files.contains(path))
        .map(path -> PARAMETER.matcher(path).replaceAll("{$1}"))
        .toList();
  }

  /** Creates the Jetty handler for all routes and, with 404, for all other paths. */
  public JettyHandler handler() {
    paths.forEach(this::register);
    Route notFound = new Route(Permission.NOTHING, null, Router::notFound);
    Map<String, Metrics.Route> unknown = new HashMap<>();
    METHODS.forEach(method -> unknown.put(method, metrics.route(method, "none")));
    Metrics.Route other = metrics.route("other", "none");
    RouteImpl none =
        RouteImpl.create(
            "/",
            (request, response) ->
                send(
                    request,
                    response,
                    notFound,
                    unknown.getOrDefault(request.requestMethod(), other)));
    ExceptionMapper exceptions = new ExceptionMapper();
    exceptions.map(
        Exception.class,
        new ExceptionHandlerImpl<>(Exception.class) {
          @Override
          public void handle(Exception error, Request request, Response response) {
            write(response, Problems.of(error, request.requestMethod(), request.pathInfo()));
          }
        });
    MatcherFilter filter =
        new MatcherFilter(
            new IndexedRoutes(routes, none),
            new StaticFilesConfiguration(),
            exceptions,
            false,
            false);
    filter.init(null);
    return new JettyHandler(filter);
  }

  private void register(String path, Map<String, Route> methods) {
    Handler wrongMethod =
        (request, response) -> {
          String allow = String.join(", ", methods.keySet());
          throw new ProblemException(
              405,
              request.requestMethod() + " is not supported by this path.",
              "Use " + allow + ".",
              Map.of("Allow", allow));
        };
    Route unsupported = new Route(Permission.NOTHING, null, wrongMethod);
    for (String method : METHODS) {
      Route get = methods.getOrDefault("GET", unsupported);
      Route route = methods.getOrDefault(method, method.equals("HEAD") ? get : unsupported);
      Metrics.Route series = metrics.route(method, path);
      routes.add(
          HttpMethod.get(method.toLowerCase(Locale.ROOT)),
          RouteImpl.create(path, (request, response) -> send(request, response, route, series)));
    }
  }

  private Object send(Request request, Response response, Route route, Metrics.Route series) {
    long start = System.nanoTime();
    ApiResponse answer;
    Principal principal = Principal.UNKNOWN;
    try {
      principal = admission.admit(request, route.required());
      admission.verifyBinding(request, route.expected());
      answer = route.handler().handle(request, response);
    } catch (IOException e) {
      LOG.debug("the client has disconnected: {}", e.toString());
      return abort(request, e);
    } catch (Exception e) {
      if (response.raw().isCommitted()) {
        LOG.warn("the response to {} was aborted", LogText.escape(request.pathInfo()), e);
        return abort(request, e);
      }
      answer = Problems.of(e, request.requestMethod(), request.pathInfo());
    }
    try {
      requestLogger.answered(
          request.raw(), answer == null ? response.raw().getStatus() : answer.status());
      if (answer != null) {
        audit.answered(request, principal, answer);
        write(response, answer);
      }
    } finally {
      large.sent(request);
    }
    series.answered(response.raw().getStatus(), Duration.ofNanos(System.nanoTime() - start));
    return "";
  }

  /** Closes the connection: a response may be half sent, and the client must notice the failure. */
  private static Object abort(Request request, Exception cause) {
    org.eclipse.jetty.server.Request.getBaseRequest(request.raw()).getHttpChannel().abort(cause);
    return "";
  }

  private static void write(Response response, ApiResponse answer) {
    HttpServletResponse raw = response.raw();
    raw.setStatus(answer.status());
    answer.headers().forEach(raw::setHeader);
    try {
      if (answer.status() == 204 || answer.status() == 304) {
        raw.flushBuffer(); // else Spark sets the Content-Type to HTML
        return;
      }
      raw.setContentType(answer.mediaType());
      answer.writeTo(raw);
    } catch (IOException e) {
      LOG.debug("the client has disconnected: {}", e.toString());
    }
  }

  private static ApiResponse notFound(Request request, Response response) {
    throw new ProblemException(404, "There is no such path.", "GET / lists all paths.");
  }
}
