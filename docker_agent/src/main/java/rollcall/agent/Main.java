package rollcall.agent;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.common.Environment;
import rollcall.common.InvalidException;
import rollcall.common.Version;

/** The agent's main program: arguments and exit codes. */
public final class Main {
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final String HELP =
      """
      Usage: rollcall agent [--help | --version]

      Reports this node's containers to the server, and each container to itself.
      Environment variables (defaults in parentheses):

        ROLLCALL_BIND          address to listen on (127.0.0.1)
        ROLLCALL_AGENT_PORT    port to listen on (5002)
        ROLLCALL_ALLOWED_HOSTS additional accepted host names, for example
                               agent.example.com,*.lab.example (none)
        ROLLCALL_NODE          name of this node (the Docker engine's hostname)
        ROLLCALL_SERVER        URL of the server (http://127.0.0.1:5001)
        ROLLCALL_REPORT_INTERVAL  time between full reports, 100ms to 1h (10s); changes are
                               reported immediately
        ROLLCALL_TOKEN         bearer token that allows reading any container (none)
        ROLLCALL_TOKEN_FILE    the same, from a file
        ROLLCALL_AGENT_KEY     key that signs reports, the same as the server's (none)
        ROLLCALL_AGENT_KEY_FILE
                               the same, from a file
        ROLLCALL_TLS_CA_FILE   trusted certificate authorities, PEM (those of Java)
        ROLLCALL_TLS_CERTIFICATE_FILE, ROLLCALL_TLS_KEY_FILE
                               PEM files, to serve HTTPS
        DOCKER_HOST            the Docker engine (unix:///var/run/docker.sock)
      """;

  private Main() {}

  /** Runs until SIGTERM or SIGINT. */
  public static void main(String[] arguments) {
    int code = run(arguments, new Environment(System.getenv()), System.out, System.err);
    if (code != 0) {
      System.exit(code);
    }
  }

  static int run(String[] arguments, Environment environment, PrintStream out, PrintStream err) {
    if (arguments.length > 0) {
      return answer(arguments, out, err);
    }
    try {
      Config config = Config.of(environment);
      environment.deprecations().forEach(LoggerFactory.getLogger(Main.class)::warn);
      return start(config, err);
    } catch (InvalidException e) {
      err.println("rollcall agent: " + e.getMessage());
      return USAGE;
    }
  }

  private static int start(Config config, PrintStream err) {
    try {
      stopOnSignal(Agent.start(config, Clock.systemUTC()));
      return 0;
    } catch (IOException e) {
      err.printf(
          "rollcall agent: cannot listen on %s:%d: %s. Stop the program that uses the port, or set"
              + " ROLLCALL_AGENT_PORT and ROLLCALL_BIND.%n",
          config.http().bind(), config.http().port(), e.getMessage());
      return FAILED;
    }
  }

  private static int answer(String[] arguments, PrintStream out, PrintStream err) {
    if (arguments.length == 1 && arguments[0].equals("--help")) {
      out.print(HELP);
      return 0;
    }
    if (arguments.length == 1 && arguments[0].equals("--version")) {
      out.println("rollcall agent " + Version.CURRENT);
      return 0;
    }
    err.println("rollcall agent: unknown argument \"" + arguments[0] + "\"");
    err.print(HELP);
    return USAGE;
  }

  private static void stopOnSignal(Agent agent) {
    Logger log = LoggerFactory.getLogger(Main.class);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  log.info("Stopping.");
                  agent.close();
                  // Else the JVM would exit with 143; a requested stop is no failure.
                  Runtime.getRuntime().halt(0);
                },
                "stop"));
  }
}
