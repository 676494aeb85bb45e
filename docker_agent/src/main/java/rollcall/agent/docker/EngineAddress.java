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

/** The engine's address: {@code DOCKER_HOST}, else docker-java's default, the local socket. */
final class EngineAddress {
  private static final Pattern TCP =
      Pattern.compile("tcp://(\\[[0-9a-fA-F:.%]+]|[^\\s:/@\\[\\]]+):(\\d{1,5})/?");
  // A folder that does not exist: Docker's configuration is needed only for its current context.
  private static final String NO_CONFIGURATION = "/nonexistent";

  private final Optional<String> dockerHost;
  private final URI uri;

  /**
   * Creates an address, without connecting.
   *
   * @throws InvalidException for an unsupported address
   */
  EngineAddress(Optional<String> dockerHost) {
    this.dockerHost = dockerHost.map(EngineAddress::check);
    try {
      this.uri = build().getDockerHost();
    } catch (RuntimeException e) {
      throw new InvalidException(
          "docker-java cannot use Docker's settings: "
              + reason(e)
              + ". Correct DOCKER_TLS_VERIFY and DOCKER_CERT_PATH, or ~/.docker/config.json, or set"
              + " DOCKER_HOST to where the engine listens.");
    }
  }

  private static String check(String text) {
    if (text.startsWith("unix:///")) {
      // Users write blanks in the path, which a URI must escape.
      return "unix://" + escaped(text.substring("unix://".length()));
    }
    if (TCP.matcher(text).matches()) {
      return text;
    }
    String scheme = text.contains("://") ? text.substring(0, text.indexOf("://") + 3) : "";
    throw new InvalidException(
        switch (scheme) {
          case "ssh://" ->
              "DOCKER_HOST: the agent does not support ssh://. Run it on the engine's own machine,"
                  + " or forward the socket (\"ssh -NL /tmp/docker.sock:/var/run/docker.sock"
                  + " USER@HOST\") and set DOCKER_HOST=unix:///tmp/docker.sock";
          case "npipe://" ->
              "DOCKER_HOST: the agent does not support npipe://. Run it in a Linux container with"
                  + " /var/run/docker.sock mounted into it";
          default ->
              "DOCKER_HOST: expected unix:///var/run/docker.sock or tcp://host:2375, without a"
                  + " user, a password or blanks";
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
    // java.net.URI rejects host names like docker_engine, but not their addresses.
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
   * Connects to a Unix socket and disconnects, because the JDK reports why that fails. docker-java
   * would hide it by falling back to its JNA socket.
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
      return unavailable("no response in time");
    }
    return unavailable(reason(cause));
  }

  EngineUnavailableException unavailable(String why) {
    return new EngineUnavailableException(
        "No Docker engine responds at " + this + ": " + why + ".", advice(why));
  }

  EngineUnavailableException timeout(Duration limit) {
    return unavailable("no response within " + limit.toSeconds() + " s");
  }

  /** The engine responded, but not with the data that the agent needs. */
  EngineUnavailableException refusal(EngineAnswerException e) {
    return new EngineUnavailableException(
        "The Docker engine at "
            + this
            + " did not return the requested data: "
            + e.getMessage()
            + ".",
        "Configure the proxy between engine and agent to allow GET /containers, /info, /version,"
            + " /events and, on a manager, /nodes and /services.");
  }

  private static String reason(Throwable cause) {
    @Nullable String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private static String advice(String why) {
    String lower = why.toLowerCase(Locale.ROOT);
    if (lower.contains("permission denied")) {
      return "Add the agent's user to the socket's group: \"usermod -aG docker USER\" and log in"
          + " again; for a container, --group-add with the socket's group id.";
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
