package rollcall.cli.line;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import rollcall.cli.command.ExitCode;
import rollcall.cli.command.Input;
import rollcall.cli.command.Settings;
import rollcall.cli.command.UsageException;
import rollcall.cli.terminal.Console;

/** Runs commands from a pipe or a file. A failed line does not stop the script. */
public final class ScriptRunner {
  private ScriptRunner() {}

  /** Runs all lines; returns the exit code of the first failed line, or 0. */
  public static int run(InputStream in, CommandRunner runner, Settings settings, Console console)
      throws IOException {
    int first = ExitCode.OK;
    for (byte @Nullable [] line = Input.line(in); line != null; line = Input.line(in)) {
      CommandRunner.Outcome outcome = run(line, runner, settings, console);
      first = first == ExitCode.OK ? outcome.exitCode() : first;
      if (outcome.ends()) {
        break;
      }
    }
    return first;
  }

  private static CommandRunner.Outcome run(
      byte[] bytes, CommandRunner runner, Settings settings, Console console) {
    String line;
    try {
      line = Input.text(bytes).strip();
    } catch (UsageException e) {
      int code = ErrorPrinter.print(e, console);
      console.flush();
      return new CommandRunner.Outcome(code, false);
    }
    return line.isEmpty() || line.startsWith("#")
        ? new CommandRunner.Outcome(ExitCode.OK, false)
        : runner.run(line, settings, console);
  }
}
