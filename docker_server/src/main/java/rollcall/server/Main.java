package rollcall.server;

import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.api.InvalidException;
import rollcall.api.Version;
import rollcall.server.http.CannotListenException;
import rollcall.server.storage.StorageException;

/** The program {@code rollcall server}. */
public final class Main {
  private static final String USAGE =
      """
      Usage: rollcall server [--help | --version]

      Runs one replica of the Rollcall server until SIGTERM or Ctrl-C.
      Settings come from the environment; the most used ones:

        ROLLCALL_PORT     port to listen on (5001)
        ROLLCALL_BIND     address to listen on (127.0.0.1; 0.0.0.0 in the image)
        ROLLCALL_DB       jdbc:sqlite:FILE (~/.local/share/rollcall/rollcall.db)
        ROLLCALL_REPLICA  this replica's name (server.PORT)
        ROLLCALL_NODE     this node's name ($HOSTNAME)

      All of them: docs/CONFIGURATION.md
      """;

  private Main() {}

  /** Exits with 1 when it cannot run, and with 2 for arguments or settings that are wrong. */
  public static void main(String[] args) throws InterruptedException {
    if (args.length > 0) {
      System.exit(answer(args[0]));
    }
    try {
      run(Config.of(System.getenv()));
    } catch (InvalidException e) {
      System.err.println("rollcall server: " + e.getMessage());
      System.exit(2);
    } catch (StorageException | CannotListenException e) {
      System.err.println("rollcall server: " + e.getMessage());
      System.exit(1);
    }
  }

  private static int answer(String argument) {
    switch (argument) {
      case "--help", "-h" -> System.out.print(USAGE);
      case "--version" -> System.out.println("rollcall server " + Version.CURRENT);
      default -> {
        System.err.println("rollcall server: unknown argument " + argument);
        System.err.print(USAGE);
        return 2;
      }
    }
    return 0;
  }

  private static void run(Config config) throws InterruptedException {
    Logger log = LoggerFactory.getLogger(Main.class);
    log.info("rollcall server {} {}", Version.CURRENT, config.describe());
    Server server = new Server(config, Clock.systemUTC());
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
    log.info("listening on http://{}:{}", config.bind(), server.port());
    new CountDownLatch(1).await();
  }
}
