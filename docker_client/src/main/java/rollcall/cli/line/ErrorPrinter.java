package rollcall.cli.line;

import rollcall.api.Problem;
import rollcall.cli.command.ExitCode;
import rollcall.cli.command.Past;
import rollcall.cli.command.UsageException;
import rollcall.cli.terminal.Console;
import rollcall.cli.terminal.TerminalText;
import rollcall.cli.terminal.TextColor;
import rollcall.client.http.CancelledException;
import rollcall.client.http.ProblemException;
import rollcall.client.http.Secrets;
import rollcall.client.http.Target;
import rollcall.client.http.UnreachableException;
import rollcall.common.InvalidException;

/** Turns what went wrong into words that say what to do, and into an exit code. */
public final class ErrorPrinter {
  private ErrorPrinter() {}

  public static int print(RuntimeException e, Console console) {
    // Answers' words come from outside.
    String words = TerminalText.of(commands(Secrets.hidden(words(e))));
    console.err().println(console.style().paint(TextColor.BAD, words));
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
      return unreachable.getMessage() + ". " + advice(unreachable.target());
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

  private static String advice(Target target) {
    return switch (target) {
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
