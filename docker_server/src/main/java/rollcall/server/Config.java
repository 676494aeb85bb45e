package rollcall.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import rollcall.api.Paths;
import rollcall.common.AllowedHosts;
import rollcall.common.Environment;
import rollcall.common.InvalidException;
import rollcall.common.tls.ServerTls;
import rollcall.server.auth.AllowedOrigins;
import rollcall.server.auth.Authentication;
import rollcall.server.auth.Credentials;
import rollcall.server.auth.Limits;
import rollcall.server.storage.Retention;
import rollcall.server.storage.sql.SqlStorage;
import rollcall.server.webhook.WebhookConfig;

/**
 * The server's settings, read once. docs/CONFIGURATION.md says what each is for.
 *
 * @param bind the address to listen on
 * @param port 0 for any free one
 * @param database where everything is kept
 * @param replica this process's name among those of the database
 * @param drain how long to go on serving after SIGTERM
 * @param staleAfter how long a node may be silent
 * @param writeTimeout how long a write waits for its commit
 * @param writeBatch changes that one commit may carry
 * @param hosts the names that it answers to
 * @param corsOrigins whose pages may read the answers
 * @param credentials who may write, and who may read
 * @param limits what callers may take
 * @param tls empty for plain HTTP
 * @param keepRequests entries of the request log
 * @param webhook the receiver of events
 */
record Config(
    String bind,
    int port,
    Database database,
    String replica,
    Duration drain,
    Duration staleAfter,
    Duration writeTimeout,
    int writeBatch,
    AllowedHosts hosts,
    AllowedOrigins corsOrigins,
    Credentials credentials,
    Limits limits,
    Optional<ServerTls> tls,
    int keepRequests,
    Retention retention,
    Optional<WebhookConfig> webhook) {
  private static final String ORIGINS = "ROLLCALL_CORS_ORIGINS";

  /**
   * Reads the environment.
   *
   * @throws InvalidException naming the variable that is wrong
   */
  static Config of(Map<String, String> variables) {
    Environment env = new Environment(variables);
    int port = env.integer("ROLLCALL_PORT", Paths.SERVER_PORT, 0, 65535);
    String node = env.text("ROLLCALL_NODE", env.text("HOSTNAME").orElseGet(Config::hostname));
    String bind = env.text("ROLLCALL_BIND", "127.0.0.1");
    return new Config(
        bind,
        port,
        Database.of(env),
        env.text("ROLLCALL_REPLICA", "server." + port) + "@" + node,
        env.duration("ROLLCALL_DRAIN_TIMEOUT", Duration.ofSeconds(5)),
        env.duration("ROLLCALL_STALE_AFTER", Duration.ofSeconds(30)),
        env.duration("ROLLCALL_WRITE_TIMEOUT", Duration.ofSeconds(10)),
        env.integer("ROLLCALL_WRITE_BATCH", SqlStorage.BATCH, 1, 10_000),
        AllowedHosts.of(bind, env.text(AllowedHosts.SETTING, "")),
        named(ORIGINS, () -> AllowedOrigins.parse(env.text(ORIGINS, ""))),
        Authentication.of(env, bind),
        limits(env),
        ServerTls.of(env),
        env.integer("ROLLCALL_MAX_LOGGED_REQUESTS", 10_000, 0, 1_000_000),
        new Retention(
            env.integer("ROLLCALL_MAX_REPORTS", 100_000, 1, 100_000_000),
            env.integer("ROLLCALL_MAX_CONTAINERS", 100_000, 1, 10_000_000),
            env.integer("ROLLCALL_MAX_CHANGES", 100_000, 1, 100_000_000),
            env.duration("ROLLCALL_RETENTION", Duration.ofDays(30))),
        WebhookConfig.of(env));
  }

  /** As the kernel has it: a shell knows $HOSTNAME and need not hand it on. */
  private static String hostname() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return "localhost";
    }
  }

  private static <T> T named(String setting, Supplier<T> value) {
    try {
      return value.get();
    } catch (InvalidException e) {
      throw new InvalidException(setting + ": " + e.getMessage());
    }
  }

  private static Limits limits(Environment env) {
    return new Limits(
        env.integer("ROLLCALL_MAX_CONNECTIONS", Limits.DEFAULT.connections(), 1, 1_000_000),
        env.integer("ROLLCALL_RATE_LIMIT", Limits.DEFAULT.callerRate(), 0, 1_000_000),
        env.duration("ROLLCALL_SLOW_CLIENT_TIMEOUT", Limits.DEFAULT.slowAfter()),
        Limits.proxies("ROLLCALL_TRUSTED_PROXIES", env.text("ROLLCALL_TRUSTED_PROXIES", "")));
  }

  /** One line a setting, for the log. */
  String describe() {
    return String.join(
        "\n  ",
        "settings:",
        "listen on " + bind + ":" + port + " as " + replica,
        "database " + database.describe(),
        "drain " + drain + ", node stale after " + staleAfter + ", write timeout " + writeTimeout,
        "asked as: " + hosts,
        "pages of other origins: "
            + (corsOrigins.origins().isEmpty() ? "none" : String.join(", ", corsOrigins.origins())),
        credentials.toString(),
        limits.toString(),
        "TLS: " + tls.map(ServerTls::toString).orElse("none"),
        "keep "
            + retention.reports()
            + " reports and "
            + retention.containers()
            + " containers, silent ones for "
            + retention.age(),
        "webhook: " + webhook.map(WebhookConfig::toString).orElse("none"));
  }
}
