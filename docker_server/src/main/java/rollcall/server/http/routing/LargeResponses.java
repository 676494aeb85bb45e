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
 * Bounds the memory of large responses: few are built at once, and those that clients have not read
 * yet share a limit in bytes. Others wait.
 */
public final class LargeResponses {
  private static final int MAKING = 2;
  private static final int KILOBYTES = 4 * 1024;
  private static final int SMALL = 16;
  private static final int TIMEOUT_SECONDS = 10;
  private static final String HELD = LargeResponses.class.getName();

  private final Semaphore making = new Semaphore(MAKING, true);
  private final Semaphore room = new Semaphore(KILOBYTES, true);
  private volatile boolean wasShort;

  /** Whether some had to wait since this was asked last. */
  public boolean wereShort() {
    boolean were = wasShort;
    wasShort = room.hasQueuedThreads();
    return were;
  }

  /** A handler whose answers are bounded; to be followed by {@link #sent}. */
  Handler bound(Handler handler) {
    return (request, response) -> make(handler, request, response);
  }

  private @Nullable ApiResponse make(Handler handler, Request request, Response response)
      throws Exception {
    acquire(making, 1);
    try {
      ApiResponse answer = handler.handle(request, response);
      int kilobytes = answer == null ? 0 : Math.min(KILOBYTES, answer.body().length() / 1024);
      if (kilobytes > SMALL) {
        acquire(room, kilobytes);
        request.raw().setAttribute(HELD, kilobytes);
      }
      return answer;
    } finally {
      making.release();
    }
  }

  /** The answer has been taken, or its client has left. */
  void sent(Request request) {
    if (request.raw().getAttribute(HELD) instanceof Integer kilobytes) {
      request.raw().removeAttribute(HELD);
      room.release(kilobytes);
    }
  }

  private void acquire(Semaphore what, int count) throws InterruptedException {
    if (what.tryAcquire(count)) {
      return;
    }
    wasShort |= what == room;
    if (!what.tryAcquire(count, TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      throw new ProblemException(
          503,
          "Too many large answers are on their way.",
          "Send the same again in a second, or ask for less.",
          Map.of("Retry-After", "1"));
    }
  }
}
