package rollcall.agent;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.common.Environment;
import rollcall.common.InvalidException;
import rollcall.common.Version;

/** The agent's program: its arguments and its exit codes. */
public final class Main {
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final String HELP =
      """
      Usage: rollcall agent [--help | --version]

      Tells the containers of this node about themselves, and the server about them.
      It is configured by environment variables:

        ROLLCALL_BIND          address to listen on (127.0.0.1)
        ROLLCALL_AGENT_PORT    port to listen on (5002)
        ROLLCALL_ALLOWED_HOSTS more names to be asked by, where it listens on loopback, as
                               agent.example.com,*.lab.example (none)
        ROLLCALL_NODE          name of this node (the Docker engine's hostname)
        ROLLCALL_SERVER        where to report (http://127.0.0.1:5001)
        ROLLCALL_REPORT_INTERVAL  how often to look at everything, 100ms to 1h (10s); changes are
                               reported at once
        ROLLCALL_TOKEN         lets its bearer ask about any container (none)
        ROLLCALL_TOKEN_FILE    the same, from a file
        ROLLCALL_AGENT_KEY     what it signs its reports with, as the server has it (none)
        ROLLCALL_AGENT_KEY_FILE
                               the same, from a file
        ROLLCALL_TLS_CA_FILE   whose servers to believe (those that Java brings)
        ROLLCALL_TLS_CERTIFICATE_FILE, ROLLCALL_TLS_KEY_FILE
                               PEM files, for answering by HTTPS
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
          "rollcall agent: cannot listen on %s:%d: %s. Stop what uses the port, or set"
              + " ROLLCALL_AGENT_PORT and ROLLCALL_BIND.%n",
          config.bind(), config.port(), e.getMessage());
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
                  // A JVM that a signal ended would exit with 143; to be asked to stop is no
                  // failure.
                  Runtime.getRuntime().halt(0);
                },
                "stop"));
  }
}
