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
 * Makes the request log's entries. Routes are recorded before their answer goes out, so that a
 * client that has an answer finds it in the log. Jetty reports the requests that no route has seen.
 */
public final class RequestLogger implements RequestLog {
  private static final String ARRIVAL = RequestLogger.class.getName();
  private static final int METHOD = 32;
  private static final int PATH = 255;

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

  /** Notes the time; to be called first. */
  public void arrived(HttpServletRequest request) {
    if (request.getAttribute(ARRIVAL) == null) { // else it waited
      request.setAttribute(ARRIVAL, new Arrival(clock.instant()));
    }
  }

  /** Records the answer that is about to go out. */
  public void answered(HttpServletRequest request, int status) {
    Arrival arrival = arrival(request);
    if (!arrival.recorded && !isNoise(request.getRequestURI())) {
      arrival.recorded = true;
      requestLog.add(entry(request, arrival, status));
    }
  }

  /** Records a request whose answer will show the log; returns its time when it is in the log. */
  public Instant answering(HttpServletRequest request, int status) {
    Arrival arrival = arrival(request);
    arrival.recorded = true;
    requestLog.addAndAwait(entry(request, arrival, status));
    return arrival.time;
  }

  /** What Jetty refused, or the {@link EdgeHandler}. */
  @Override
  public void log(Request request, Response response) {
    // What could not be parsed is answered past the response.
    MetaData.Response sent = response.getCommittedMetaData();
    answered(request, sent == null ? response.getStatus() : sent.getStatus());
  }

  private Arrival arrival(HttpServletRequest request) {
    Object known = request.getAttribute(ARRIVAL);
    return known instanceof Arrival arrival ? arrival : new Arrival(clock.instant());
  }

  /**
   * Probes, scrapes, the agents' heartbeats and the page's files would leave no room for others.
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
        orDash(cut(request.getMethod(), METHOD)),
        orDash(cut(request.getRequestURI(), PATH)),
        status,
        millis,
        replica);
  }

  /** Who asks: by its own word, else by its program, else by its address. */
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

  private static String cut(@Nullable String text, int most) {
    return text == null ? "" : text.substring(0, Math.min(text.length(), most));
  }
}
