package rollcall.server.http.exchange;

import java.time.Instant;
import java.time.InstantSource;
import javax.servlet.http.HttpServletRequest;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;
import rollcall.api.Bounds;
import rollcall.api.Paths;
import rollcall.api.status.LoggedRequest;
import rollcall.server.http.jetty.EdgeHandler;
import rollcall.server.requestlog.RequestLogWriter;

/**
 * Creates the request log's entries. A route's request is recorded before the response is sent, so
 * that a client that has a response finds it in the log. Jetty logs requests without a route.
 */
public final class RequestLogger implements RequestLog {
  private static final String ARRIVAL = RequestLogger.class.getName();
  private static final int MAX_METHOD = 32;
  private static final int MAX_PATH = 255;

  private final RequestLogWriter requestLog;
  private final String replica;
  private final InstantSource clock;

  public RequestLogger(RequestLogWriter requestLog, String replica, InstantSource clock) {
    this.requestLog = requestLog;
    this.replica = replica;
    this.clock = clock;
  }

  private static final class Arrival {
    private final Instant time;
    private final long nanos = System.nanoTime();
    private boolean recorded;

    Arrival(Instant time) {
      this.time = time;
    }
  }

  /** Records the time of arrival; must be called first. */
  public void arrived(HttpServletRequest request) {
    if (request.getAttribute(ARRIVAL) == null) { // not null if the request was suspended
      request.setAttribute(ARRIVAL, new Arrival(clock.instant()));
    }
  }

  /** Records a request whose response is about to be sent. */
  public void answered(HttpServletRequest request, int status) {
    Arrival arrival = arrival(request);
    if (!arrival.recorded && !isNoise(request.getRequestURI())) {
      arrival.recorded = true;
      requestLog.add(entry(request, arrival, status));
    }
  }

  /** Records a request that reads the log; waits until it is in the log and returns its time. */
  public Instant recordAndAwait(HttpServletRequest request, int status) {
    Arrival arrival = arrival(request);
    arrival.recorded = true;
    requestLog.addAndAwait(entry(request, arrival, status));
    return arrival.time;
  }

  /** Records requests that Jetty or the {@link EdgeHandler} refused. */
  @Override
  public void log(Request request, Response response) {
    // Jetty answers requests that it cannot parse without using the response object.
    MetaData.Response sent = response.getCommittedMetaData();
    answered(request, sent == null ? response.getStatus() : sent.getStatus());
  }

  private Arrival arrival(HttpServletRequest request) {
    Object known = request.getAttribute(ARRIVAL);
    return known instanceof Arrival arrival ? arrival : new Arrival(clock.instant());
  }

  /**
   * Excludes probes, scrapes, agents' messages and the dashboard's files: they would fill the log.
   */
  private static boolean isNoise(@Nullable String path) {
    return path != null
        && (Paths.isProbe(path)
            || path.equals(Paths.METRICS)
            || path.startsWith(Paths.NODES + "/")
            || path.startsWith("/ui/"));
  }

  private LoggedRequest entry(HttpServletRequest request, Arrival arrival, int status) {
    double millis = Math.round((System.nanoTime() - arrival.nanos) / 1e3) / 1e3;
    return new LoggedRequest(
        arrival.time,
        caller(request),
        orDash(cut(request.getMethod(), MAX_METHOD)),
        orDash(cut(request.getRequestURI(), MAX_PATH)),
        status,
        millis,
        replica);
  }

  /** Returns the caller: the name that it claims, else its User-Agent, else its address. */
  public static String caller(HttpServletRequest request) {
    String claimed = cut(request.getHeader(Paths.CALLER), Bounds.CALLER);
    if (!claimed.isBlank()) {
      return claimed;
    }
    String program = cut(request.getHeader("User-Agent"), Bounds.CALLER);
    return program.isBlank() ? String.valueOf(request.getRemoteAddr()) : program;
  }

  /** A request that could not be parsed has no method and no path. */
  private static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }

  private static String cut(@Nullable String text, int max) {
    return text == null ? "" : text.substring(0, Math.min(text.length(), max));
  }
}
