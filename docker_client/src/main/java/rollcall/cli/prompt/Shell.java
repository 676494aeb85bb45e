package rollcall.cli.prompt;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Report;
import rollcall.api.node.Node;
import rollcall.api.variable.Variable;
import rollcall.cli.command.InterruptHandler;
import rollcall.cli.command.Neighbours;
import rollcall.cli.command.Settings;
import rollcall.cli.line.CommandParser;
import rollcall.cli.line.CommandRunner;
import rollcall.cli.terminal.Console;
import rollcall.cli.terminal.Style;
import rollcall.cli.terminal.TerminalSize;
import rollcall.cli.terminal.TextColor;
import rollcall.cli.text.Widths;
import rollcall.client.ContainerFilter;
import rollcall.client.RollcallClient;
import rollcall.client.http.HttpClients;
import rollcall.client.http.Target;
import rollcall.common.Version;

/** The interactive prompt, with history and completion. Ctrl-C cancels the line or the command. */
public final class Shell {
  private static final int HISTORY_LINES = 1000;
  // For unknown terminals it logs a stack trace and falls back to ANSI.
  private static final Logger JLINE = Logger.getLogger("org.jline");
  private static final List<String> COMPLETION_COLORS =
      List.of(
          LineReader.COMPLETION_STYLE_STARTING,
          LineReader.COMPLETION_STYLE_LIST_STARTING,
          LineReader.COMPLETION_STYLE_DESCRIPTION,
          LineReader.COMPLETION_STYLE_LIST_DESCRIPTION,
          LineReader.COMPLETION_STYLE_GROUP,
          LineReader.COMPLETION_STYLE_LIST_GROUP);

  private final CommandRunner runner;
  private final CommandParser parser;
  private final HttpClients clients;
  private final Optional<Path> history;
  private boolean isRunning;

  public Shell(
      CommandRunner runner, CommandParser parser, HttpClients clients, Optional<Path> history) {
    this.runner = runner;
    this.parser = parser;
    this.clients = clients;
    this.history = history;
  }

  /** Reads and runs lines until exit or Ctrl-D. */
  public void run(Settings settings, boolean isSmart) throws IOException {
    Thread thread = Thread.currentThread();
    JLINE.setLevel(Level.OFF);
    try (Terminal terminal = terminal(isSmart)) {
      // While a line is read, JLine handles the signal itself.
      terminal.handle(Terminal.Signal.INT, signal -> cancel(thread));
      PrintWriter out = terminal.writer();
      Console console =
          new Console(
              out,
              out,
              new Style(true, isSmart, settings.color()),
              () -> size(terminal),
              new PromptKeys(terminal));
      LineReader reader = reader(terminal, settings);
      welcome(settings, console);
      boolean isOpen = true;
      while (isOpen) {
        isOpen = step(reader, settings, console);
      }
    }
  }

  private static Terminal terminal(boolean isSmart) throws IOException {
    TerminalBuilder builder =
        TerminalBuilder.builder()
            .system(true)
            .dumb(true)
            .encoding(StandardCharsets.UTF_8)
            .nativeSignals(true)
            .signalHandler(Terminal.SignalHandler.SIG_IGN);
    if (isSmart) {
      Terminal terminal = builder.build();
      TerminalSize size = size(terminal);
      // JLine shows nothing on a terminal without a size.
      terminal.setSize(new org.jline.terminal.Size(size.columns(), size.rows()));
      return terminal;
    }
    Terminal terminal = builder.type(Terminal.TYPE_DUMB).build();
    // On other terminals JLine does so itself.
    Signals.register("INT", () -> terminal.raise(Terminal.Signal.INT));
    return terminal;
  }

  /** Reads one line and runs it; false at the end. */
  private boolean step(LineReader reader, Settings settings, Console console) {
    String line;
    try {
      line = reader.readLine(console.style().paint(TextColor.BOLD, "rollcall>") + " ").strip();
    } catch (UserInterruptException ctrlC) {
      return true;
    } catch (EndOfFileException ctrlD) {
      return false;
    }
    if (line.isEmpty() || line.startsWith("#")) {
      return true;
    }
    setRunning(true);
    try {
      return !runner.run(line, settings, console).ends();
    } finally {
      setRunning(false);
    }
  }

  /**
   * Handles Ctrl-C in another thread; synchronized, so that it does not cancel the next command.
   */
  private synchronized void cancel(Thread thread) {
    if (isRunning) {
      InterruptHandler.cancel(thread, clients);
    }
  }

  private synchronized void setRunning(boolean isRunning) {
    this.isRunning = isRunning;
    Thread.interrupted();
  }

  private LineReader reader(Terminal terminal, Settings settings) {
    KnownNames containers = of(settings, Report::name);
    containers.prepare();
    KnownNames nodes =
        new KnownNames(
            () -> client(settings).nodes().value().nodes().stream().map(Node::name).toList());
    Map<String, KnownNames> known =
        Map.of(
            "NAME",
            containers,
            "SERVICE",
            of(settings, Report::service),
            "NODE",
            nodes,
            "KEY",
            new KnownNames(() -> keys(client(settings))));
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("rollcall")
            .completer(new LineCompleter(parser.specs(), known))
            .variable(LineReader.HISTORY_SIZE, HISTORY_LINES)
            .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_LINES)
            // "!" does not refer to the history.
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.CASE_INSENSITIVE, true);
    if (!settings.color()) {
      COMPLETION_COLORS.forEach(variable -> builder.variable(variable, "fg:default"));
    }
    history.ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
    return builder.build();
  }

  private RollcallClient client(Settings settings) {
    return new RollcallClient(
        clients,
        runner.neighbours().find(Target.SERVER, settings),
        settings.timeout(),
        settings.token());
  }

  /** The distinct names in the containers of the roster's first page. */
  private KnownNames of(Settings settings, Function<Report, @Nullable String> name) {
    return new KnownNames(
        () ->
            client(settings).containers(ContainerFilter.NONE, null).value().containers().stream()
                .map(container -> name.apply(container.report()))
                .filter(Objects::nonNull)
                .distinct()
                .toList());
  }

  private static List<String> keys(RollcallClient client) {
    return client.vars().stream()
        .flatMap(page -> page.value().vars().stream())
        .map(Variable::key)
        .toList();
  }

  private void welcome(Settings settings, Console console) {
    Neighbours neighbours = runner.neighbours();
    String line = "Rollcall " + Version.CURRENT;
    for (String part :
        List.of(
            "server " + neighbours.findOrGuess(Target.SERVER, settings),
            "agent " + neighbours.findOrGuess(Target.AGENT, settings),
            "help for help")) {
      String longer = line + " · " + part;
      if (Widths.of(longer) > console.size().get().columns()) {
        console.line(line);
        longer = part;
      }
      line = longer;
    }
    console.line(line);
    console.flush();
  }

  private static TerminalSize size(Terminal terminal) {
    return TerminalSize.of(terminal.getWidth(), terminal.getHeight());
  }
}
