package rollcall.server.http.routing;

import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import rollcall.server.http.exchange.ApiResponse;
import rollcall.server.http.exchange.ProblemException;
import rollcall.server.http.routing.Router.Handler;
import spark.Request;
import spark.Response;

/**
 * Limits the memory of large responses: few are built concurrently, and those that clients have not
 * read yet share a limit in bytes. Others wait.
 */
public final class LargeResponses {
  private static final int MAX_BUILDING = 2;
  private static final int MAX_KILOBYTES = 4 * 1024;
  private static final int SMALL_KILOBYTES = 16;
  private static final int TIMEOUT_SECONDS = 10;
  private static final String SENDING_KILOBYTES = LargeResponses.class.getName();

  private final Semaphore building = new Semaphore(MAX_BUILDING, true);
  private final Semaphore memory = new Semaphore(MAX_KILOBYTES, true);
  private volatile boolean wasShort;

  /** Whether responses have waited for memory since the last call. */
  public boolean wereShort() {
    boolean were = wasShort;
    wasShort = memory.hasQueuedThreads();
    return were;
  }

  /** Applies the limits to a handler; {@link #sent} must be called after each response. */
  Handler limit(Handler handler) {
    return (request, response) -> build(handler, request, response);
  }

  private @Nullable ApiResponse build(Handler handler, Request request, Response response)
      throws Exception {
    acquire(building, 1);
    try {
      ApiResponse answer = handler.handle(request, response);
      int kilobytes = answer == null ? 0 : Math.min(MAX_KILOBYTES, answer.body().length() / 1024);
      if (kilobytes > SMALL_KILOBYTES) {
        acquire(memory, kilobytes);
        request.raw().setAttribute(SENDING_KILOBYTES, kilobytes);
      }
      return answer;
    } finally {
      building.release();
    }
  }

  /** Releases the memory when the response is sent, or its client has disconnected. */
  void sent(Request request) {
    if (request.raw().getAttribute(SENDING_KILOBYTES) instanceof Integer kilobytes) {
      request.raw().removeAttribute(SENDING_KILOBYTES);
      memory.release(kilobytes);
    }
  }

  private void acquire(Semaphore permits, int count) throws InterruptedException {
    if (permits.tryAcquire(count)) {
      return;
    }
    wasShort |= permits == memory;
    if (!permits.tryAcquire(count, TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      throw new ProblemException(
          503,
          "Too many large responses are being sent.",
          "Retry after a second, or request less.",
          Map.of("Retry-After", "1"));
    }
  }
}
