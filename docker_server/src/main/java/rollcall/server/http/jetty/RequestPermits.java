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
 * Lets so many requests work at once; others wait in the order of their arrival, without a thread.
 * Probes need no place: some threads are left for them, so that no engine kills a replica for its
 * having much to do.
 */
final class RequestPermits extends HandlerWrapper implements AsyncListener {
  private static final String TURN = RequestPermits.class.getName();
  private static final long TIMEOUT_MILLIS = 10_000;

  private enum Turn {
    HAS_PLACE,
    TOO_LATE
  }

  private final Queue<AsyncContext> waiting = new ArrayDeque<>();
  private int free;
  private boolean wasFull;

  RequestPermits(int all) {
    free = all;
  }

  /** Whether requests had to wait since this was asked last, or wait now. */
  synchronized boolean wereFull() {
    boolean were = wasFull;
    wasFull = !waiting.isEmpty();
    return were;
  }

  @Override
  public void handle(
      String target, Request base, HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    Object turn = base.getAttribute(TURN);
    base.removeAttribute(TURN);
    if (turn == Turn.TOO_LATE) {
      EdgeHandler.refuse(base, response, busy(target));
    } else if (Paths.isProbe(target)) {
      super.handle(target, base, request, response);
    } else if (turn == Turn.HAS_PLACE || take(base)) {
      try {
        super.handle(target, base, request, response);
      } finally {
        give();
      }
    }
  }

  private static ApiResponse busy(String target) {
    ProblemException problem =
        new ProblemException(
            503,
            "This replica has more to do than it can.",
            "Send the same again in some seconds, or on another connection.",
            Map.of("Retry-After", "5"));
    return Problems.of(problem, "", target);
  }

  /** False if the request waits for its turn. */
  private synchronized boolean take(Request base) {
    if (free > 0) {
      free--;
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

  private void give() {
    for (AsyncContext next = next(); next != null; next = next()) {
      if (dispatch(next, Turn.HAS_PLACE)) {
        return;
      }
    }
  }

  /** The request that gets the place; if none waits the place is free. */
  private synchronized @Nullable AsyncContext next() {
    AsyncContext next = waiting.poll();
    if (next == null) {
      free++;
    }
    return next;
  }

  private static boolean dispatch(AsyncContext context, Turn turn) {
    try {
      context.getRequest().setAttribute(TURN, turn);
      context.dispatch();
      return true;
    } catch (IllegalStateException over) {
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
      dispatch(context, Turn.TOO_LATE);
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
