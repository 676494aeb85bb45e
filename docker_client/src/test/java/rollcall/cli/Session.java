package rollcall.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import rollcall.cli.command.HostEnvironment;
import rollcall.cli.command.Settings;
import rollcall.cli.line.CommandParser;
import rollcall.cli.line.CommandRunner;
import rollcall.cli.terminal.Console;
import rollcall.cli.terminal.Style;
import rollcall.cli.terminal.TerminalSize;
import rollcall.client.http.HttpClients;
import rollcall.common.Environment;
import rollcall.testing.ContractServer;

/** Runs command lines in this process and captures their output. */
final class Session {
  private static final HostEnvironment OUTSIDE = new HostEnvironment(false, Optional.empty());

  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  private final Settings settings;
  private final Console console;
  private final CommandRunner runner =
      new CommandRunner(new CommandParser(Main.commands()), new HttpClients(), OUTSIDE);

  Session(ContractServer http) {
    this(http, TerminalSize.UNLIMITED);
  }

  Session(ContractServer http, TerminalSize size) {
    Map<String, String> urls = Map.of("ROLLCALL_SERVER", http.url(), "ROLLCALL_AGENT", http.url());
    settings = Settings.of(new Environment(urls), OUTSIDE);
    console =
        new Console(
            new PrintWriter(out), new PrintWriter(err), new Style(false, false), () -> size);
  }

  int run(String line) {
    return runner.run(line, settings, console).exitCode();
  }
}
