package rollcall.cli.command;

import rollcall.client.http.ClientException;
import rollcall.client.http.ProblemException;
import rollcall.client.http.UnreachableException;

/** A server that gives no answer for a while: a view that goes on says so, and waits for it. */
public final class Outage {
  /** Between two questions meanwhile. */
  public static final long PAUSE_MILLIS = 1000;

  private static final int TOO_MANY = 429;

  private Outage() {}

  /** Whether the same question may get an answer later: a refusal stays one. */
  public static boolean passes(ClientException e) {
    return e instanceof UnreachableException
        || (e instanceof ProblemException problem
            && (problem.status() >= 500 || problem.status() == TOO_MANY));
  }

  /** Waits before the next question; an interrupt ends it, and that question. */
  public static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public static String words(ClientException e) {
    String words = String.valueOf(e.getMessage());
    return (words.endsWith(".") ? words : words + ".") + " Trying again until there is an answer.";
  }
}
