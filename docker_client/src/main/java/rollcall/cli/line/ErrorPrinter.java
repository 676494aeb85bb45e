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

/** Prints an error, with advice, and maps it to an exit code. */
public final class ErrorPrinter {
  private ErrorPrinter() {}

  public static int print(RuntimeException e, Console console) {
    // Messages may have text of a response, which is untrusted.
    String message = TerminalText.of(withCommands(Secrets.redact(message(e))));
    console.err().println(console.style().paint(TextColor.BAD, message));
    return code(e);
  }

  /** Replaces requests in the server's advice by the equivalent commands. */
  private static String withCommands(String text) {
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

  private static String message(RuntimeException e) {
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
    return "Internal error, please report it: " + e;
  }

  private static String advice(Target target) {
    return switch (target) {
      case SERVER ->
          "Is it running? \"./rollcall up\" starts one here; --server URL or ROLLCALL_SERVER sets"
              + " another address.";
      case AGENT ->
          "Is it running on this node? \"./rollcall up\" starts one here; --agent URL or"
              + " ROLLCALL_AGENT sets another address.";
    };
  }

  private static String sentence(String text) {
    return text.matches("(?s).*[.!?…]") ? text : text + ".";
  }
}
