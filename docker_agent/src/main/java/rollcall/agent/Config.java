package rollcall.agent;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rollcall.agent.http.HttpConfig;
import rollcall.api.Bounds;
import rollcall.api.Paths;
import rollcall.attestation.AgentKey;
import rollcall.common.AllowedHosts;
import rollcall.common.Environment;
import rollcall.common.InvalidException;
import rollcall.common.tls.ClientTls;
import rollcall.common.tls.ServerTls;

/**
 * The agent's settings, from its environment.
 *
 * @param http where it listens, and for which callers
 * @param node the node's name; empty for the engine's hostname
 * @param server the server's URL
 * @param interval time between full reports
 * @param key signs the agent's messages
 * @param trust trusted certificate authorities; empty for those of the Java runtime
 * @param dockerHost the engine's address; empty for docker-java's default
 */
record Config(
    HttpConfig http,
    Optional<String> node,
    URI server,
    Duration interval,
    Optional<AgentKey> key,
    Optional<ClientTls> trust,
    Optional<String> dockerHost) {
  private static final String KEY = "ROLLCALL_AGENT_KEY";
  private static final String INTERVAL = "ROLLCALL_REPORT_INTERVAL";

  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9a-fA-F:.%]+]|[A-Za-z0-9._~-]+)(:\\d{1,5})?");

  static Config of(Environment environment) {
    String bind = environment.text("ROLLCALL_BIND", "127.0.0.1");
    return new Config(
        new HttpConfig(
            bind,
            environment.integer("ROLLCALL_AGENT_PORT", Paths.AGENT_PORT, 0, 65535),
            AllowedHosts.of(bind, environment.text(AllowedHosts.SETTING, "")),
            ServerTls.of(environment),
            environment.secret("ROLLCALL_TOKEN")),
        environment.text("ROLLCALL_NODE").map(Config::node),
        server(environment.text("ROLLCALL_SERVER", "http://127.0.0.1:" + Paths.SERVER_PORT)),
        interval(environment.duration(INTERVAL, Duration.ofSeconds(10))),
        environment.secret(KEY).map(text -> AgentKey.of(KEY, text)),
        ClientTls.of(environment),
        environment.text("DOCKER_HOST"));
  }

  /** For the log: secrets masked. */
  @Override
  public String toString() {
    return "ROLLCALL_BIND="
        + http.bind()
        + " ROLLCALL_AGENT_PORT="
        + http.port()
        + " asked as: "
        + http.hosts()
        + " ROLLCALL_NODE="
        + node.orElse("(the engine's hostname)")
        + " ROLLCALL_SERVER="
        + server
        + " ROLLCALL_REPORT_INTERVAL="
        + interval.toMillis()
        + "ms ROLLCALL_TOKEN="
        + (http.token().isPresent() ? "(set)" : "(none)")
        + " ROLLCALL_AGENT_KEY="
        + key.map(AgentKey::toString).orElse("(none)")
        + " TLS="
        + http.tls().map(ServerTls::toString).orElse("(none)")
        + " DOCKER_HOST="
        + dockerHost.orElse("(default)");
  }

  private static String node(String name) {
    if (name.length() > Bounds.NAME) {
      throw new InvalidException(
          "ROLLCALL_NODE has "
              + name.length()
              + " characters, at most "
              + Bounds.NAME
              + " are allowed");
    }
    return name;
  }

  private static URI server(String text) {
    try {
      URI uri = URI.create(text);
      @Nullable String scheme = uri.getScheme();
      if (("http".equals(scheme) || "https".equals(scheme))
          // Not getHost(): java.net.URI rejects host names with _, which swarm services may have.
          && uri.getRawAuthority() != null
          && AUTHORITY.matcher(uri.getRawAuthority()).matches()
          && uri.getRawQuery() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // reported below, without the text, which may contain credentials
    }
    throw new InvalidException(
        "ROLLCALL_SERVER: expected a URL like http://server:5001, without user and password");
  }

  private static Duration interval(Duration interval) {
    if (interval.compareTo(Duration.ofMillis(100)) < 0
        || interval.compareTo(Duration.ofHours(1)) > 0) {
      throw new InvalidException(INTERVAL + ": expected 100ms to 1h");
    }
    return interval;
  }
}
