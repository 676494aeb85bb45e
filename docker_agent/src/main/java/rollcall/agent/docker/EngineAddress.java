package rollcall.agent.docker;

import com.github.dockerjava.core.DefaultDockerClientConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rollcall.common.InvalidException;

/** Where the engine is: {@code DOCKER_HOST}, else docker-java's own default, the local socket. */
final class EngineAddress {
  private static final Pattern TCP =
      Pattern.compile("tcp://(\\[[0-9a-fA-F:.%]+]|[^\\s:/@\\[\\]]+):(\\d{1,5})/?");
  // Docker's configuration is read only for the context that is chosen in it; no such folder.
  private static final String NO_CONFIGURATION = "/nonexistent";

  private final Optional<String> dockerHost;
  private final URI uri;

  /**
   * An address that is not asked yet.
   *
   * @throws InvalidException for one that the agent cannot ask
   */
  EngineAddress(Optional<String> dockerHost) {
    this.dockerHost = dockerHost.map(EngineAddress::checked);
    try {
      this.uri = build().getDockerHost();
    } catch (RuntimeException e) {
      throw new InvalidException(
          "docker-java cannot use Docker's settings: "
              + reason(e)
              + ". Mend DOCKER_TLS_VERIFY and DOCKER_CERT_PATH, or ~/.docker/config.json, or set"
              + " DOCKER_HOST to where the engine listens.");
    }
  }

  private static String checked(String text) {
    if (text.startsWith("unix:///")) {
      // In a URI a blank has to be escaped; people write it as it is.
      return "unix://" + escaped(text.substring("unix://".length()));
    }
    if (TCP.matcher(text).matches()) {
      return text;
    }
    String scheme = text.contains("://") ? text.substring(0, text.indexOf("://") + 3) : "";
    throw new InvalidException(
        switch (scheme) {
          case "ssh://" ->
              "DOCKER_HOST: the agent does not speak ssh://. Run it on the engine's own machine, or"
                  + " forward the socket (\"ssh -NL /tmp/docker.sock:/var/run/docker.sock"
                  + " USER@HOST\") and set DOCKER_HOST=unix:///tmp/docker.sock";
          case "npipe://" ->
              "DOCKER_HOST: the agent does not speak npipe://. Run it in a Linux container with"
                  + " /var/run/docker.sock mounted into it";
          default ->
              "DOCKER_HOST is not like unix:///var/run/docker.sock or tcp://host:2375, without a"
                  + " user, a password or blanks in it";
        });
  }

  private static String escaped(String path) {
    try {
      return new URI("unix", null, path, null).getRawPath();
    } catch (java.net.URISyntaxException e) {
      throw new InvalidException("DOCKER_HOST: " + e.getReason());
    }
  }

  private DefaultDockerClientConfig build() {
    DefaultDockerClientConfig.Builder builder =
        DefaultDockerClientConfig.createDefaultConfigBuilder();
    dockerHost.ifPresent(host -> builder.withDockerHost(host).withDockerConfig(NO_CONFIGURATION));
    return builder.build();
  }

  /** docker-java's configuration: environment, properties, TLS certificates. */
  DefaultDockerClientConfig config() {
    if (uri.getHost() != null || !"tcp".equals(uri.getScheme())) {
      return build();
    }
    // A name like docker_engine is none to java.net.URI: its address is one.
    Matcher tcp = TCP.matcher(uri.toString());
    if (!tcp.matches()) {
      return build();
    }
    try {
      String address = InetAddress.getByName(tcp.group(1)).getHostAddress();
      return DefaultDockerClientConfig.createDefaultConfigBuilder()
          .withDockerConfig(NO_CONFIGURATION)
          .withDockerHost(
              "tcp://"
                  + (address.contains(":") ? "[" + address + "]" : address)
                  + ":"
                  + tcp.group(2))
          .build();
    } catch (UnknownHostException e) {
      throw unavailable("unknown host " + tcp.group(1));
    }
  }

  /**
   * Connects to a Unix socket and hangs up. The JDK names the cause; docker-java would fall back to
   * its JNA socket and hide it.
   */
  void probe() {
    if (!"unix".equals(uri.getScheme())) {
      return;
    }
    try {
      SocketChannel.open(UnixDomainSocketAddress.of(uri.getPath())).close();
    } catch (IOException | IllegalArgumentException e) {
      throw unavailable(e);
    }
  }

  EngineUnavailableException unavailable(Throwable cause) {
    if (cause instanceof ClosedByInterruptException || cause instanceof CancellationException) {
      return unavailable("no answer in time");
    }
    return unavailable(reason(cause));
  }

  EngineUnavailableException unavailable(String why) {
    return new EngineUnavailableException(
        "No Docker engine answers at " + this + ": " + why + ".", advice(why));
  }

  EngineUnavailableException silent(Duration limit) {
    return unavailable("no answer within " + limit.toSeconds() + " s");
  }

  /** The engine is there, and does not tell what an agent needs. */
  EngineUnavailableException refusal(EngineAnswerException e) {
    return new EngineUnavailableException(
        "The Docker engine at "
            + this
            + " did not give the information that was requested: "
            + e.getMessage()
            + ".",
        "Let the proxy between engine and agent pass GET /containers, /info, /version, /events"
            + " and, on a manager, /nodes and /services.");
  }

  private static String reason(Throwable cause) {
    @Nullable String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private static String advice(String why) {
    String lower = why.toLowerCase(Locale.ROOT);
    if (lower.contains("permission denied")) {
      return "Give the agent's user the socket's group: \"usermod -aG docker USER\" and a new"
          + " login, or for a container --group-add with the socket's group id.";
    }
    if (lower.contains("no such file")) {
      return "Install and start Docker (Debian: \"apt-get install docker.io\"), mount its socket"
          + " into the agent's container, or set DOCKER_HOST to where the engine listens.";
    }
    return "Start Docker (\"systemctl start docker\"), or set DOCKER_HOST to where the engine"
        + " listens.";
  }

  @Override
  public String toString() {
    return "unix".equals(uri.getScheme()) ? "unix://" + uri.getPath() : uri.toString();
  }
}
