package rollcall.cli;

import rollcall.api.InvalidException;
import rollcall.api.Problem;
import rollcall.client.CancelledException;
import rollcall.client.Peer;
import rollcall.client.ProblemException;
import rollcall.client.Secrets;
import rollcall.client.UnreachableException;

/** Turns what went wrong into words that say what to do, and into an exit code. */
final class Failures {
  private Failures() {}

  static int print(RuntimeException e, Console console) {
    // Answers' words come from outside.
    String words = Printable.of(commands(Secrets.hidden(words(e))));
    console.err().println(console.style().paint(Tint.BAD, words));
    return code(e);
  }

  /** The prompt's words for what the server advises to ask by HTTP. */
  private static String commands(String text) {
    return text.replaceAll("GET /api/containers(\\?all=true)?(?= lists)", "\"ps -a\"")
        .replaceAll("GET /api/(vars|nodes|requests)(?= lists)", "\"$1\"");
  }

  private static int code(RuntimeException e) {
    if (e instanceof UnreachableException) {
      return ExitCode.UNREACHABLE;
    }
    if (e instanceof CancelledException) {
      return ExitCode.CANCELLED;
    }
    return e instanceof UsageException || e instanceof InvalidException
        ? ExitCode.USAGE
        : ExitCode.FAILED;
  }

  private static String words(RuntimeException e) {
    if (e instanceof UnreachableException unreachable) {
      return unreachable.getMessage() + ". " + advice(unreachable.peer());
    }
    if (e instanceof ProblemException failed) {
      Problem problem = failed.problem();
      String advice = problem.advice();
      return problem.title()
          + ": "
          + sentence(problem.detail())
          + (advice == null ? "" : " " + advice);
    }
    if (e instanceof UsageException
        || e instanceof InvalidException
        || e instanceof Past.NothingKnownException
        || e instanceof CancelledException) {
      return String.valueOf(e.getMessage());
    }
    return "Unexpected error, a defect of this program: " + e;
  }

  private static String advice(Peer peer) {
    return switch (peer) {
      case SERVER ->
          "Is it running? \"./rollcall up\" starts one here; --server URL or ROLLCALL_SERVER names"
              + " another.";
      case AGENT ->
          "Is it running on this node? \"./rollcall up\" starts one here; --agent URL or"
              + " ROLLCALL_AGENT names another.";
    };
  }

  private static String sentence(String text) {
    return text.matches("(?s).*[.!?…]") ? text : text + ".";
  }
}
