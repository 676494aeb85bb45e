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

      Runs one replica of the Rollcall server until SIGTERM or Ctrl-C; or does one of these with the
      database, - being a pipe:

        export   write everything that it keeps as text, while servers run
        import   read that into an empty database of any kind
        backup   copy SQLite's file, whole and checked, while servers run
        restore  put such a copy in the place of an empty database, while no server runs

      --force replaces what is there; a restore keeps that beside it under another name.
      Settings come from the environment; the most used ones:

        ROLLCALL_PORT     port to listen on (5001)
        ROLLCALL_BIND     address to listen on (127.0.0.1; 0.0.0.0 in the image)
        ROLLCALL_DB       jdbc:sqlite:FILE (~/.local/share/rollcall/rollcall.db)
                          or jdbc:postgresql://HOST:PORT/NAME, with
                          ROLLCALL_DB_USER and ROLLCALL_DB_PASSWORD (or …_FILE)
        ROLLCALL_AGENT_KEY, ROLLCALL_TOKEN (or …_FILE)
                          what agents sign with, and what operators write with
        ROLLCALL_AUTH     off: every client may write (a lab); else the two above are
                          needed wherever others than this machine reach the server
        ROLLCALL_TLS_CERTIFICATE_FILE, ROLLCALL_TLS_KEY_FILE
                          PEM files, for HTTPS instead of HTTP
        ROLLCALL_REPLICA  this replica's name (server.PORT)
        ROLLCALL_NODE     this node's name (the host's)

      All of them: docs/CONFIGURATION.md
      """;

  private Main() {}

  /** Exits with 1 when it cannot run, and with 2 for arguments or settings that are wrong. */
  public static void main(String[] args) throws InterruptedException {
    // Seconds; a database that comes back may have another address. Java would keep the old for 30.
    // Here, since it counts only before the first name is looked up.
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

  private static void exit(String[] args, int code, @Nullable String why) {
    System.err.println("rollcall " + (args.length == 0 ? "server" : args[0]) + ": " + why);
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
              + " labs only; docs/SECURITY.md has the alternatives.",
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
