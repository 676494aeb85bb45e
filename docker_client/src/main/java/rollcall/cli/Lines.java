package rollcall.cli;

import java.io.BufferedReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Commands from a pipe or a file: each line runs, also after one that failed. */
final class Lines {
  private Lines() {}

  /** Runs all; the exit code is that of the first line that failed, or 0. */
  static int run(BufferedReader in, Interpreter interpreter, Settings settings, Console console)
      throws IOException {
    int first = ExitCode.OK;
    for (@Nullable String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.isBlank() || line.strip().startsWith("#")) {
        continue;
      }
      Interpreter.Outcome outcome = interpreter.run(line, settings, console);
      first = first == ExitCode.OK ? outcome.exitCode() : first;
      if (outcome.ends()) {
        break;
      }
    }
    return first;
  }
}
