package rollcall.cli.line;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import rollcall.cli.command.CommandContext;
import rollcall.cli.command.ExitCode;
import rollcall.cli.command.HostEnvironment;
import rollcall.cli.command.Neighbours;
import rollcall.cli.command.Settings;
import rollcall.cli.command.UsageException;
import rollcall.cli.terminal.Console;
import rollcall.client.http.HttpClients;
import rollcall.common.Version;

/** Runs command lines. An error in one does not end the program. */
public final class CommandRunner {
  /**
   * The result of a line.
   *
   * @param ends whether it ends the session
   */
  public record Outcome(int exitCode, boolean ends) {}

  private final CommandParser parser;
  private final HttpClients clients;
  private final Neighbours neighbours;

  public CommandRunner(CommandParser parser, HttpClients clients, HostEnvironment host) {
    this.parser = parser;
    this.clients = clients;
    this.neighbours = new Neighbours(clients, host);
  }

  /** The addresses of the server and the agent. */
  public Neighbours neighbours() {
    return neighbours;
  }

  /** Runs a line of the prompt or of a script. */
  public Outcome run(String line, Settings settings, Console console) {
    try {
      return run(parser.parse(Tokenizer.split(line)), settings, null, console);
    } catch (RuntimeException e) {
      return new Outcome(ErrorPrinter.print(e, console), false);
    } finally {
      // Like a new process, the next line may reach another replica.
      clients.evictIdle();
      console.flush();
    }
  }

  /** Runs a parsed command line, with exit code. */
  public int runOnce(
      CommandParser.Line line, Settings settings, InputStream input, Console console) {
    try {
      return run(line, settings, input, console).exitCode();
    } catch (RuntimeException e) {
      return ErrorPrinter.print(e, console);
    } finally {
      console.flush();
    }
  }

  private Outcome run(
      CommandParser.Line line, Settings base, @Nullable InputStream input, Console console) {
    if (line.help() != null) {
      console.out().print(line.help());
    } else if (line.version()) {
      console.line("rollcall " + Version.CURRENT);
    } else if (line.command() == null) {
      throw new UsageException("Options without a command; see: help");
    } else {
      Settings settings = base.with(line.options());
      Console colored = console.colored(settings.color());
      int code =
          line.command()
              .run(
                  new CommandContext(
                      settings, line.arguments(), clients, neighbours, input, colored));
      return new Outcome(code, line.command().endsSession());
    }
    return new Outcome(ExitCode.OK, false);
  }
}
