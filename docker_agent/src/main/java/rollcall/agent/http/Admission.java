package rollcall.agent.http;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import rollcall.api.ProblemType;

/**
 * Limits how many requests ask the engine and how many wait, in total and per caller. A hanging
 * engine so leaves threads for requests that do not need it.
 */
final class Admission {
  /** Requests that ask the engine at once. */
  private static final int WORKING = 16;

  /** Those and the ones that wait, together: half of the server's threads. */
  static final int MAX_REQUESTS = 64;

  /** Of these, from one address. */
  static final int MAX_REQUESTS_PER_CALLER = 8;

  private static final Map<String, String> RETRY = Map.of("Retry-After", "2");

  private final Semaphore working = new Semaphore(WORKING, true);
  private final Map<InetAddress, Integer> admitted = new HashMap<>();
  private int all;

  /**
   * Waits for its turn.
   *
   * @throws ProblemException at once, where too many wait
   */
  void enter(InetAddress caller) {
    admit(caller);
    working.acquireUninterruptibly();
  }

  /** After each {@link #enter} that returned. */
  void leave(InetAddress caller) {
    working.release();
    synchronized (this) {
      all--;
      admitted.computeIfPresent(caller, (address, count) -> count == 1 ? null : count - 1);
    }
  }

  private synchronized void admit(InetAddress caller) {
    if (admitted.getOrDefault(caller, 0) >= MAX_REQUESTS_PER_CALLER) {
      throw new ProblemException(
          ProblemType.TOO_MANY_REQUESTS,
          "So many requests from this address wait for the engine already: "
              + MAX_REQUESTS_PER_CALLER
              + ".",
          "Ask again once one of them is answered.",
          RETRY);
    }
    if (all >= MAX_REQUESTS) {
      throw new ProblemException(
          ProblemType.BUSY,
          "So many requests wait for the engine already: " + MAX_REQUESTS + ".",
          "Ask again in some seconds; \"docker ps\" on the node shows whether the engine hangs.",
          RETRY);
    }
    all++;
    admitted.merge(caller, 1, Integer::sum);
  }
}
