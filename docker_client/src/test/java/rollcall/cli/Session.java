package rollcall.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import rollcall.api.Environment;
import rollcall.client.Connections;
import rollcall.testing.ContractServer;

/** Runs command lines in this process and keeps what they print. */
final class Session {
  private static final Surroundings OUTSIDE = new Surroundings(false, Optional.empty());

  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  private final Settings settings;
  private final Console console;
  private final Interpreter interpreter =
      new Interpreter(new Grammar(Main.commands()), new Connections(), OUTSIDE);

  Session(ContractServer http) {
    this(http, Size.UNLIMITED);
  }

  Session(ContractServer http, Size size) {
    Map<String, String> urls = Map.of("ROLLCALL_SERVER", http.url(), "ROLLCALL_AGENT", http.url());
    settings = Settings.of(new Environment(urls), OUTSIDE);
    console =
        new Console(
            new PrintWriter(out), new PrintWriter(err), new Style(false, false), () -> size);
  }

  int run(String line) {
    return interpreter.run(line, settings, console).exitCode();
  }
}
