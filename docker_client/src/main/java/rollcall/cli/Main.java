package rollcall.cli;

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import rollcall.api.Environment;
import rollcall.api.tls.ClientTls;
import rollcall.client.Connections;

/** The program: puts its parts together and chooses between one command, a pipe and the prompt. */
public final class Main {
  private final Environment environment = new Environment(System.getenv());
  private final Surroundings surroundings = Surroundings.detect(Path.of("/"));
  private final Connections connections = new Connections(() -> ClientTls.of(environment));
  private final Grammar grammar = new Grammar(commands());
  private final Interpreter interpreter = new Interpreter(grammar, connections, surroundings);
  private final Output out = Output.of(FileDescriptor.out);
  private final Console console = console(out, environment);

  private Main() {}

  public static void main(String[] args) throws IOException {
    // Picocli would look for Groovy's closures: 10 ms for nothing.
    System.setProperty("picocli.disable.closures", "true");
    Main program = new Main();
    System.exit(program.checked(program.run(args)));
  }

  /** All commands, in the order of the help. */
  static List<Command> commands() {
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

  /** The exit code where all that was printed has arrived. */
  private int checked(int code) {
    console.flush();
    IOException failure = out.failure();
    if (failure == null) {
      return code;
    }
    String why = String.valueOf(failure.getMessage());
    if (why.contains("Broken pipe")) {
      // The reader has seen enough, like head(1): no reason to say anything.
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
      settings = Settings.of(environment, surroundings);
      Grammar.Line line = grammar.parse(words);
      if (line.command() != null || line.help() != null || line.version()) {
        Console typed = console.with(TerminalKeys.ofStandardInput());
        return interpreter.runOnce(line, settings, System.in, typed);
      }
      settings = settings.with(line.options());
    } catch (RuntimeException e) {
      int code = Failures.print(e, console);
      console.flush();
      return code;
    }
    if (Terminals.isTerminal(0) && Terminals.isTerminal(1)) {
      new Prompt(interpreter, grammar, connections, HistoryFile.find(environment))
          .run(settings, Terminals.isSmart(environment));
      return ExitCode.OK;
    }
    return Lines.run(System.in, interpreter, settings, console);
  }

  private static Console console(Output out, Environment environment) {
    boolean terminal = Terminals.isTerminal(1);
    Supplier<Size> size = terminal ? Terminals::size : () -> Size.UNLIMITED;
    return new Console(
        out.printer(),
        Output.of(FileDescriptor.err).printer(),
        new Style(terminal, terminal && Terminals.isSmart(environment), terminal),
        size);
  }
}
