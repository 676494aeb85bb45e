package rollcall.cli;

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import rollcall.cli.command.Command;
import rollcall.cli.command.ExitCode;
import rollcall.cli.command.HostEnvironment;
import rollcall.cli.command.Settings;
import rollcall.cli.commands.DoctorCommand;
import rollcall.cli.commands.ExitCommand;
import rollcall.cli.commands.HistoryCommand;
import rollcall.cli.commands.NodesCommand;
import rollcall.cli.commands.RequestsCommand;
import rollcall.cli.commands.StatusCommand;
import rollcall.cli.commands.VarsCommand;
import rollcall.cli.container.GetCommand;
import rollcall.cli.container.PsCommand;
import rollcall.cli.line.CommandParser;
import rollcall.cli.line.CommandRunner;
import rollcall.cli.line.ErrorPrinter;
import rollcall.cli.line.HelpCommand;
import rollcall.cli.line.ScriptRunner;
import rollcall.cli.prompt.HistoryFile;
import rollcall.cli.prompt.Shell;
import rollcall.cli.self.PostCommand;
import rollcall.cli.self.WhoamiCommand;
import rollcall.cli.terminal.Console;
import rollcall.cli.terminal.Output;
import rollcall.cli.terminal.Style;
import rollcall.cli.terminal.TerminalKeys;
import rollcall.cli.terminal.TerminalSize;
import rollcall.cli.terminal.Terminals;
import rollcall.cli.watch.WatchCommand;
import rollcall.client.http.HttpClients;
import rollcall.common.Environment;
import rollcall.common.tls.ClientTls;

/** The program: creates its parts, then runs one command, a script from a pipe, or the prompt. */
public final class Main {
  private final Environment environment = new Environment(System.getenv());
  private final HostEnvironment host = HostEnvironment.detect(Path.of("/"));
  private final HttpClients clients = new HttpClients(() -> ClientTls.of(environment));
  private final CommandParser parser = new CommandParser(commands());
  private final CommandRunner runner = new CommandRunner(parser, clients, host);
  private final Output out = Output.of(FileDescriptor.out);
  private final Console console = console(out, environment);

  private Main() {}

  public static void main(String[] args) throws IOException {
    // Picocli would search for Groovy's closures, which takes 10 ms.
    System.setProperty("picocli.disable.closures", "true");
    Main program = new Main();
    System.exit(program.checkOutput(program.run(args)));
  }

  /** Returns all commands, in the order of the help. */
  public static List<Command> commands() {
    return List.of(
        new PostCommand(),
        new GetCommand(),
        new PsCommand(),
        new HistoryCommand(),
        new WatchCommand(),
        new NodesCommand(),
        new VarsCommand(),
        new RequestsCommand(),
        new WhoamiCommand(),
        new StatusCommand(),
        new DoctorCommand(),
        new HelpCommand(),
        new ExitCommand());
  }

  /** Flushes the output; returns the exit code, or another one if writing has failed. */
  private int checkOutput(int code) {
    console.flush();
    IOException failure = out.failure();
    if (failure == null) {
      return code;
    }
    String why = String.valueOf(failure.getMessage());
    if (why.contains("Broken pipe")) {
      // The reader has exited, like head(1), which is not an error: no message.
      return ExitCode.BROKEN_PIPE;
    }
    console.err().println("Standard output cannot be written: " + why);
    console.flush();
    return code == ExitCode.OK ? ExitCode.FAILED : code;
  }

  private int run(String[] arguments) throws IOException {
    Settings settings;
    try {
      List<String> words = Arguments.of(arguments, Path.of("/proc/self/cmdline"));
      settings = Settings.of(environment, host);
      CommandParser.Line line = parser.parse(words);
      if (line.command() != null || line.help() != null || line.version()) {
        Console typed = console.with(TerminalKeys.ofStandardInput());
        return runner.runOnce(line, settings, System.in, typed);
      }
      settings = settings.with(line.options());
    } catch (RuntimeException e) {
      int code = ErrorPrinter.print(e, console);
      console.flush();
      return code;
    }
    if (Terminals.isTerminal(0) && Terminals.isTerminal(1)) {
      new Shell(runner, parser, clients, HistoryFile.find(environment))
          .run(settings, Terminals.isSmart(environment));
      return ExitCode.OK;
    }
    return ScriptRunner.run(System.in, runner, settings, console);
  }

  private static Console console(Output out, Environment environment) {
    boolean terminal = Terminals.isTerminal(1);
    Supplier<TerminalSize> size = terminal ? Terminals::size : () -> TerminalSize.UNLIMITED;
    return new Console(
        out.printer(),
        Output.of(FileDescriptor.err).printer(),
        new Style(terminal, terminal && Terminals.isSmart(environment), terminal),
        size);
  }
}
