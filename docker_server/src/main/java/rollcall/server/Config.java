package rollcall.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import rollcall.api.Paths;
import rollcall.common.AllowedHosts;
import rollcall.common.Environment;
import rollcall.common.InvalidException;
import rollcall.common.tls.ServerTls;
import rollcall.server.auth.AllowedOrigins;
import rollcall.server.auth.Authentication;
import rollcall.server.auth.Limits;
import rollcall.server.http.HttpConfig;
import rollcall.server.storage.Retention;
import rollcall.server.storage.sql.SqlStorage;
import rollcall.server.webhook.WebhookConfig;

/**
 * The server's settings, read once at the start. docs/CONFIGURATION.md describes each of them.
 *
 * @param replica this process's name, unique among the processes that share the database
 * @param drain how long the server continues to serve after SIGTERM
 * @param staleAfter how long a node may be silent
 * @param webhook the receiver of events
 */
record Config(
    String replica,
    HttpConfig http,
    StorageConfig storage,
    Duration drain,
    Duration staleAfter,
    Optional<WebhookConfig> webhook) {

  /**
   * Settings of the storage.
   *
   * @param database which database is used
   * @param writeTimeout how long a write waits for its commit
   * @param writeBatch maximum number of changes per commit
   * @param keepRequests maximum number of entries in the request log
   */
  record StorageConfig(
      Database database,
      Duration writeTimeout,
      int writeBatch,
      int keepRequests,
      Retention retention) {}

  private static final String ORIGINS = "ROLLCALL_CORS_ORIGINS";

  /**
   * Reads the environment.
   *
   * @throws InvalidException naming the invalid variable
   */
  static Config of(Map<String, String> variables) {
    Environment env = new Environment(variables);
    int port = env.integer("ROLLCALL_PORT", Paths.SERVER_PORT, 0, 65535);
    String node = env.text("ROLLCALL_NODE", env.text("HOSTNAME").orElseGet(Config::hostname));
    String bind = env.text("ROLLCALL_BIND", "127.0.0.1");
    return new Config(
        env.text("ROLLCALL_REPLICA", "server." + port) + "@" + node,
        new HttpConfig(
            bind,
            port,
            ServerTls.of(env),
            AllowedHosts.of(bind, env.text(AllowedHosts.SETTING, "")),
            named(ORIGINS, () -> AllowedOrigins.parse(env.text(ORIGINS, ""))),
            Authentication.of(env, bind),
            limits(env)),
        storage(env),
        env.duration("ROLLCALL_DRAIN_TIMEOUT", Duration.ofSeconds(5)),
        env.duration("ROLLCALL_STALE_AFTER", Duration.ofSeconds(30)),
        WebhookConfig.of(env));
  }

  private static StorageConfig storage(Environment env) {
    return new StorageConfig(
        Database.of(env),
        env.duration("ROLLCALL_WRITE_TIMEOUT", Duration.ofSeconds(10)),
        env.integer("ROLLCALL_WRITE_BATCH", SqlStorage.BATCH, 1, 10_000),
        env.integer("ROLLCALL_MAX_LOGGED_REQUESTS", 10_000, 0, 1_000_000),
        new Retention(
            env.integer("ROLLCALL_MAX_REPORTS", 100_000, 1, 100_000_000),
            env.integer("ROLLCALL_MAX_CONTAINERS", 100_000, 1, 10_000_000),
            env.integer("ROLLCALL_MAX_CHANGES", 100_000, 1, 100_000_000),
            env.duration("ROLLCALL_RETENTION", Duration.ofDays(30))));
  }

  /** Reads the kernel's hostname: a shell need not export $HOSTNAME. */
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

  /** Returns the settings for the log, one line per group. */
  String describe() {
    Set<String> origins = http.corsOrigins().origins();
    Retention kept = storage.retention();
    return String.join(
        "\n  ",
        "settings:",
        "listen on " + http.bind() + ":" + http.port() + " as " + replica,
        "database " + storage.database().describe(),
        "drain "
            + drain
            + ", node stale after "
            + staleAfter
            + ", write timeout "
            + storage.writeTimeout()
            + ", at most "
            + storage.writeBatch()
            + " writes per commit",
        "allowed hosts: " + http.hosts(),
        "allowed CORS origins: " + (origins.isEmpty() ? "none" : String.join(", ", origins)),
        http.credentials().toString(),
        http.limits().toString(),
        "TLS: " + http.tls().map(ServerTls::toString).orElse("none"),
        "keep "
            + kept.reports()
            + " reports and "
            + kept.containers()
            + " containers, unreported ones for "
            + kept.age()
            + ", "
            + kept.changes()
            + " changes, "
            + storage.keepRequests()
            + " logged requests",
        "webhook: " + webhook.map(WebhookConfig::toString).orElse("none"));
  }
}
