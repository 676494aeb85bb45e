package rollcall.cli;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Commands from a pipe or a file: each line runs, also after one that failed. */
final class Lines {
  private Lines() {}

  /** Runs all; the exit code is that of the first line that failed, or 0. */
  static int run(InputStream in, Interpreter interpreter, Settings settings, Console console)
      throws IOException {
    int first = ExitCode.OK;
    for (byte @Nullable [] line = Input.line(in); line != null; line = Input.line(in)) {
      Interpreter.Outcome outcome = run(line, interpreter, settings, console);
      first = first == ExitCode.OK ? outcome.exitCode() : first;
      if (outcome.ends()) {
        break;
      }
    }
    return first;
  }

  private static Interpreter.Outcome run(
      byte[] bytes, Interpreter interpreter, Settings settings, Console console) {
    String line;
    try {
      line = Input.text(bytes).strip();
    } catch (UsageException e) {
      int code = Failures.print(e, console);
      console.flush();
      return new Interpreter.Outcome(code, false);
    }
    return line.isEmpty() || line.startsWith("#")
        ? new Interpreter.Outcome(ExitCode.OK, false)
        : interpreter.run(line, settings, console);
  }
}
