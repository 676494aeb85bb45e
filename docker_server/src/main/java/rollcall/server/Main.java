package rollcall.server;

import java.io.IOException;
import java.security.Security;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.common.Environment;
import rollcall.common.InvalidException;
import rollcall.common.Version;
import rollcall.server.auth.Credentials;
import rollcall.server.http.HttpConfig;
import rollcall.server.http.ListenException;
import rollcall.server.storage.StorageException;

/** The program {@code rollcall server}. */
public final class Main {
  static final String USAGE =
      """
      Usage: rollcall server [--help | --version]
             rollcall export [--force] FILE|-
             rollcall import [--force] FILE|-
             rollcall backup [--force] FILE|-
             rollcall restore [--force] FILE|-

      Runs one replica of the Rollcall server until SIGTERM or Ctrl-C, or runs one of these database
      commands (- means standard input or output):

        export   write the whole database as text, while servers run
        import   read an export into an empty database, SQLite or PostgreSQL
        backup   write a consistent, checked copy of the SQLite file, while servers run
        restore  replace an empty SQLite database by a backup, while no server runs

      --force replaces existing data; a restore keeps the replaced file under another name.
      Settings are read from the environment; the most important ones:

        ROLLCALL_PORT     port to listen on (5001)
        ROLLCALL_BIND     address to listen on (127.0.0.1; 0.0.0.0 in the image)
        ROLLCALL_DB       jdbc:sqlite:FILE (~/.local/share/rollcall/rollcall.db)
                          or jdbc:postgresql://HOST:PORT/NAME, with
                          ROLLCALL_DB_USER and ROLLCALL_DB_PASSWORD (or …_FILE)
        ROLLCALL_AGENT_KEY, ROLLCALL_TOKEN (or …_FILE)
                          the key that agents sign with, and the operators' token
        ROLLCALL_AUTH     off: every client may write (a lab); else one of the two
                          above is required unless the server listens on loopback
        ROLLCALL_TLS_CERTIFICATE_FILE, ROLLCALL_TLS_KEY_FILE
                          PEM files, for HTTPS instead of HTTP
        ROLLCALL_REPLICA  this replica's name (server.PORT)
        ROLLCALL_NODE     this node's name (the hostname)

      All of them: docs/CONFIGURATION.md
      """;

  private Main() {}

  /** Exits with 1 if it cannot run, and with 2 for invalid arguments or settings. */
  public static void main(String[] args) throws InterruptedException {
    // In seconds: a restarted database may have another address, which Java would cache for 30.
    // Set here because it has no effect after the first lookup of a name.
    Security.setProperty("networkaddress.cache.ttl", "2");
    Security.setProperty("networkaddress.cache.negative.ttl", "1");
    try {
      if (args.length == 0) {
        run(Config.of(System.getenv()));
      }
      System.exit(Commands.run(args));
    } catch (InvalidException e) {
      exit(args, 2, e.getMessage());
    } catch (StorageException | ListenException e) {
      exit(args, 1, e.getMessage());
    } catch (IOException e) {
      exit(args, 1, "the file cannot be used: " + e.getMessage());
    }
  }

  private static void exit(String[] args, int code, @Nullable String message) {
    System.err.println("rollcall " + (args.length == 0 ? "server" : args[0]) + ": " + message);
    System.exit(code);
  }

  private static void run(Config config) throws InterruptedException {
    Logger log = LoggerFactory.getLogger(Main.class);
    log.info("rollcall server {} {}", Version.CURRENT, config.describe());
    new Environment(System.getenv()).deprecations().forEach(log::warn);
    HttpConfig http = config.http();
    if (http.credentials().mode() == Credentials.Mode.OFF) {
      log.warn(
          "ROLLCALL_AUTH=off: EVERYONE WHO REACHES {}:{} MAY WRITE, in any container's or node's name. For"
              + " labs only; see docs/SECURITY.md for the alternatives.",
          http.bind(),
          http.port());
    }
    Server server = new Server(config, Clock.systemUTC());
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
    server.start();
    String scheme = http.tls().isPresent() ? "https" : "http";
    log.info("listening on {}://{}:{}", scheme, http.bind(), server.port());
    new CountDownLatch(1).await();
  }
}
