package rollcall.cli.command;

import rollcall.client.http.ClientException;
import rollcall.client.http.ProblemException;
import rollcall.client.http.UnreachableException;

/** A temporary failure of the server, during which a command retries. */
public final class Outage {
  /** The time between two attempts. */
  public static final long PAUSE_MILLIS = 1000;

  private static final int TOO_MANY_REQUESTS = 429;

  private Outage() {}

  /** Whether a later attempt may succeed. */
  public static boolean isTemporary(ClientException e) {
    return e instanceof UnreachableException
        || (e instanceof ProblemException problem
            && (problem.status() >= 500 || problem.status() == TOO_MANY_REQUESTS));
  }

  /** Waits before the next attempt; an interrupt ends the wait and stays set, for that attempt. */
  public static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public static String message(ClientException e) {
    String message = String.valueOf(e.getMessage());
    return (message.endsWith(".") ? message : message + ".") + " Retrying.";
  }
}
