package rollcall.cli;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
  private final Console console = console();

  private Main() {}

  public static void main(String[] args) throws IOException {
    // Picocli would look for Groovy's closures: 10 ms for nothing.
    System.setProperty("picocli.disable.closures", "true");
    System.exit(new Main().run(List.of(args)));
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

  private int run(List<String> words) throws IOException {
    Settings settings;
    try {
      settings = Settings.of(environment, surroundings);
      Grammar.Line line = grammar.parse(words);
      if (line.command() != null || line.help() != null || line.version()) {
        return interpreter.runOnce(line, settings, System.in, console);
      }
      settings = settings.with(line.options());
    } catch (RuntimeException e) {
      int code = Failures.print(e, console);
      console.flush();
      return code;
    }
    if (Terminals.isTerminal(0) && Terminals.isTerminal(1)) {
      new Prompt(interpreter, grammar, connections, HistoryFile.find(environment, home()))
          .run(settings);
      return ExitCode.OK;
    }
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    return Lines.run(in, interpreter, settings, console);
  }

  private static Path home() {
    return Path.of(System.getProperty("user.home"));
  }

  /** Always UTF-8: images have no locale, which would make Java print question marks. */
  private static Console console() {
    boolean terminal = Terminals.isTerminal(1);
    Supplier<Size> size = terminal ? Terminals::size : () -> Size.UNLIMITED;
    return new Console(
        writer(FileDescriptor.out),
        writer(FileDescriptor.err),
        new Style(terminal, terminal),
        size);
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }
}
