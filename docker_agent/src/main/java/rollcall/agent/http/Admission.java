package rollcall.agent.http;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import rollcall.api.ProblemType;

/**
 * Limits how many requests query the engine and how many wait, in total and per caller. A hanging
 * engine thus leaves threads for requests that do not need it.
 */
final class Admission {
  /** Concurrent requests to the engine. */
  private static final int MAX_RUNNING = 16;

  /** Running and waiting requests, half of the server's threads. */
  static final int MAX_REQUESTS = 64;

  /** Running and waiting requests of one address. */
  static final int MAX_REQUESTS_PER_CALLER = 8;

  private static final Map<String, String> RETRY = Map.of("Retry-After", "2");

  private final Semaphore running = new Semaphore(MAX_RUNNING, true);
  private final Map<InetAddress, Integer> admitted = new HashMap<>();
  private int total;

  /**
   * Waits until the request may query the engine.
   *
   * @throws ProblemException immediately, if too many requests wait
   */
  void enter(InetAddress caller) {
    admit(caller);
    running.acquireUninterruptibly();
  }

  /** Must be called after each successful {@link #enter}. */
  void leave(InetAddress caller) {
    running.release();
    synchronized (this) {
      total--;
      admitted.computeIfPresent(caller, (address, count) -> count == 1 ? null : count - 1);
    }
  }

  private synchronized void admit(InetAddress caller) {
    if (admitted.getOrDefault(caller, 0) >= MAX_REQUESTS_PER_CALLER) {
      throw new ProblemException(
          ProblemType.TOO_MANY_REQUESTS,
          MAX_REQUESTS_PER_CALLER + " requests from this address already wait for the engine.",
          "Retry after one of them has completed.",
          RETRY);
    }
    if (total >= MAX_REQUESTS) {
      throw new ProblemException(
          ProblemType.BUSY,
          MAX_REQUESTS + " requests already wait for the engine.",
          "Retry in some seconds; \"docker ps\" on the node shows whether the engine hangs.",
          RETRY);
    }
    total++;
    admitted.merge(caller, 1, Integer::sum);
  }
}
