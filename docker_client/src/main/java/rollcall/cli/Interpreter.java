package rollcall.cli;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import rollcall.api.Version;
import rollcall.client.Connections;

/** Runs one command line after the other. Nothing that goes wrong in one ends the program. */
final class Interpreter {
  /**
   * How a line ended.
   *
   * @param ends whether the session ends with it
   */
  record Outcome(int exitCode, boolean ends) {}

  private final Grammar grammar;
  private final Connections connections;
  private final Neighbours neighbours;

  Interpreter(Grammar grammar, Connections connections, Surroundings surroundings) {
    this.grammar = grammar;
    this.connections = connections;
    this.neighbours = new Neighbours(connections, surroundings);
  }

  /** Where server and agent are. */
  Neighbours neighbours() {
    return neighbours;
  }

  /** Runs a line of a prompt or a pipe. */
  Outcome run(String line, Settings settings, Console console) {
    try {
      return run(grammar.parse(Words.split(line)), settings, null, console);
    } catch (RuntimeException e) {
      return new Outcome(Failures.print(e, console), false);
    } finally {
      // A session's next line may meet another replica, as a new program would.
      connections.release();
      console.flush();
    }
  }

  /** Runs the one line that a shell has split. */
  int runOnce(Grammar.Line line, Settings settings, InputStream input, Console console) {
    try {
      return run(line, settings, input, console).exitCode();
    } catch (RuntimeException e) {
      return Failures.print(e, console);
    } finally {
      console.flush();
    }
  }

  private Outcome run(
      Grammar.Line line, Settings base, @Nullable InputStream input, Console console) {
    if (line.help() != null) {
      console.out().print(line.help());
    } else if (line.version()) {
      console.line("rollcall " + Version.CURRENT);
    } else if (line.command() == null) {
      throw new UsageException("These are options without a command; see: help");
    } else {
      Settings settings = base.with(line.options());
      Console colored = console.colored(settings.color());
      int code =
          line.command()
              .run(
                  new Context(settings, line.arguments(), connections, neighbours, input, colored));
      return new Outcome(code, line.command().endsSession());
    }
    return new Outcome(ExitCode.OK, false);
  }
}
