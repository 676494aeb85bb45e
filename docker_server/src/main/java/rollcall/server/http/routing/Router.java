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
 * Registers Spark's routes and builds every response, errors included, in one place: a path that
 * exists answers 405 with Allow to other methods.
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

  /** Answers one request; null if it has written its answer by itself. */
  public interface Handler {
    @Nullable ApiResponse handle(Request request, Response response) throws Exception;
  }

  private record Route(Permission need, @Nullable Expected expected, Handler handler) {}

  /** A read for readers; anything else for operators, unless it says otherwise. */
  public Router on(String method, String path, Handler handler) {
    return on(
        method, method.equals("GET") ? Permission.READER : Permission.OPERATOR, path, handler);
  }

  /** A file of the dashboard: for everyone, and none of the {@link #paths}. */
  public Router file(String path, Handler handler) {
    files.add(path);
    return on("GET", Permission.NOTHING, path, handler);
  }

  /** A read whose answer may be large. */
  public Router list(String path, Handler handler) {
    return on("GET", path, large.bound(handler));
  }

  public Router on(String method, Permission need, String path, Handler handler) {
    return add(method, path, new Route(need, null, handler));
  }

  /** A write that an agent's statement opens, if it is the one that is expected. */
  public Router signed(String method, String path, Expected expected, Handler handler) {
    return add(method, path, new Route(Permission.STATEMENT, expected, handler));
  }

  private Router add(String method, String path, Route route) {
    if ((route.need() == Permission.STATEMENT) != (route.expected() != null)) {
      throw new IllegalArgumentException(path + ": which statement opens it?");
    }
    paths.computeIfAbsent(path, p -> new TreeMap<>()).put(method, route);
    return this;
  }

  /** The interface's paths in order, as openapi.yaml has them: {@code /api/vars/{key}}. */
  public List<String> paths() {
    return paths.keySet().stream()
        .filter(path -> !files.contains(path))
        .map(path -> PARAMETER.matcher(path).replaceAll("{$1}"))
        .toList();
  }

  /** All of them as Spark's matching, with the answer for paths that none of them has. */
  public JettyHandler handler() {
    paths.forEach(this::register);
    Route nowhere = new Route(Permission.NOTHING, null, Router::notFound);
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
                    nowhere,
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
              request.requestMethod() + " is not possible here.",
              "Use " + allow + ".",
              Map.of("Allow", allow));
        };
    Route refused = new Route(Permission.NOTHING, null, wrongMethod);
    for (String method : METHODS) {
      Route get = methods.getOrDefault("GET", refused);
      Route here = methods.getOrDefault(method, method.equals("HEAD") ? get : refused);
      Metrics.Route series = metrics.route(method, path);
      routes.add(
          HttpMethod.get(method.toLowerCase(Locale.ROOT)),
          RouteImpl.create(path, (request, response) -> send(request, response, here, series)));
    }
  }

  private Object send(Request request, Response response, Route route, Metrics.Route series) {
    long start = System.nanoTime();
    ApiResponse answer;
    Principal principal = Principal.UNKNOWN;
    try {
      principal = admission.admit(request, route.need());
      admission.verifyBinding(request, route.expected());
      answer = route.handler().handle(request, response);
    } catch (IOException gone) {
      LOG.debug("the client has left: {}", gone.toString());
      return breakOff(request, gone);
    } catch (Exception e) {
      if (response.raw().isCommitted()) {
        LOG.warn("{} was broken off", LogText.escape(request.pathInfo()), e);
        return breakOff(request, e);
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

  /** Half an answer may be out: only a broken connection tells the client. */
  private static Object breakOff(Request request, Exception why) {
    org.eclipse.jetty.server.Request.getBaseRequest(request.raw()).getHttpChannel().abort(why);
    return "";
  }

  private static void write(Response response, ApiResponse answer) {
    HttpServletResponse raw = response.raw();
    raw.setStatus(answer.status());
    answer.headers().forEach(raw::setHeader);
    try {
      if (answer.status() == 204 || answer.status() == 304) {
        raw.flushBuffer(); // or Spark says that the nothing is HTML
        return;
      }
      raw.setContentType(answer.mediaType());
      answer.writeTo(raw);
    } catch (IOException gone) {
      LOG.debug("the client has left: {}", gone.toString());
    }
  }

  private static ApiResponse notFound(Request request, Response response) {
    throw new ProblemException(404, "There is nothing at this path.", "GET / lists what there is.");
  }
}
