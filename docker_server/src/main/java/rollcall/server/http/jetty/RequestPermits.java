package rollcall.server.http.jetty;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import javax.servlet.AsyncContext;
import javax.servlet.AsyncEvent;
import javax.servlet.AsyncListener;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.HandlerWrapper;
import org.jspecify.annotations.Nullable;
import rollcall.api.Paths;
import rollcall.server.http.exchange.ApiResponse;
import rollcall.server.http.exchange.ProblemException;
import rollcall.server.http.exchange.Problems;

/**
 * Limits the number of requests processed concurrently; others wait in the order of their arrival,
 * without a thread. Probes need no permit and have reserved threads, so that no engine kills a
 * replica because it is busy.
 */
final class RequestPermits extends HandlerWrapper implements AsyncListener {
  private static final String STATE = RequestPermits.class.getName();
  private static final long TIMEOUT_MILLIS = 10_000;

  private enum WaitState {
    HAS_PERMIT,
    TIMED_OUT
  }

  private final Queue<AsyncContext> waiting = new ArrayDeque<>();
  private int available;
  private boolean wasFull;

  RequestPermits(int count) {
    available = count;
  }

  /** Whether requests have waited since the last call, or are waiting now. */
  synchronized boolean wereFull() {
    boolean were = wasFull;
    wasFull = !waiting.isEmpty();
    return were;
  }

  @Override
  public void handle(
      String target, Request base, HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    Object state = base.getAttribute(STATE);
    base.removeAttribute(STATE);
    if (state == WaitState.TIMED_OUT) {
      EdgeHandler.refuse(base, response, busy(target));
    } else if (Paths.isProbe(target)) {
      super.handle(target, base, request, response);
    } else if (state == WaitState.HAS_PERMIT || acquire(base)) {
      try {
        super.handle(target, base, request, response);
      } finally {
        release();
      }
    }
  }

  private static ApiResponse busy(String target) {
    ProblemException problem =
        new ProblemException(
            503,
            "This replica is overloaded.",
            "Retry after a few seconds, or on another connection.",
            Map.of("Retry-After", "5"));
    return Problems.of(problem, "", target);
  }

  /** Returns false if the request must wait; it is then suspended. */
  private synchronized boolean acquire(Request base) {
    if (available > 0) {
      available--;
      return true;
    }
    wasFull = true;
    base.setHandled(true);
    AsyncContext context = base.startAsync();
    context.setTimeout(TIMEOUT_MILLIS);
    context.addListener(this);
    waiting.add(context);
    return false;
  }

  private void release() {
    for (AsyncContext next = next(); next != null; next = next()) {
      if (dispatch(next, WaitState.HAS_PERMIT)) {
        return;
      }
    }
  }

  /** Returns the request that gets the permit; if none waits, the permit becomes available. */
  private synchronized @Nullable AsyncContext next() {
    AsyncContext next = waiting.poll();
    if (next == null) {
      available++;
    }
    return next;
  }

  private static boolean dispatch(AsyncContext context, WaitState state) {
    try {
      context.getRequest().setAttribute(STATE, state);
      context.dispatch();
      return true;
    } catch (IllegalStateException alreadyCompleted) {
      return false;
    }
  }

  private synchronized boolean remove(AsyncContext context) {
    return waiting.remove(context);
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    AsyncContext context = event.getAsyncContext();
    if (remove(context)) {
      dispatch(context, WaitState.TIMED_OUT);
    }
  }

  @Override
  public void onError(AsyncEvent event) {
    remove(event.getAsyncContext());
  }

  @Override
  public void onComplete(AsyncEvent event) {
    remove(event.getAsyncContext());
  }

  @Override
  public void onStartAsync(AsyncEvent event) {}
}
