package rollcall.agent.docker;

import com.github.dockerjava.core.DefaultDockerClientConfig;
import java.io.IOException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Where the engine is: {@code DOCKER_HOST}, else docker-java's own default, the local socket. */
final class EngineAddress {
  private final Optional<String> dockerHost;
  private final URI uri;

  EngineAddress(Optional<String> dockerHost) {
    this.dockerHost = dockerHost;
    this.uri = config().build().getDockerHost();
  }

  /** docker-java's configuration: environment, properties, TLS certificates. */
  DefaultDockerClientConfig.Builder config() {
    DefaultDockerClientConfig.Builder builder =
        DefaultDockerClientConfig.createDefaultConfigBuilder();
    dockerHost.ifPresent(builder::withDockerHost);
    return builder;
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
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  EngineUnavailableException unavailable(Throwable cause) {
    if (cause instanceof ClosedByInterruptException || cause instanceof CancellationException) {
      return unavailable("no answer in time");
    }
    String message = cause.getMessage();
    return unavailable(message == null ? cause.getClass().getSimpleName() : message);
  }

  EngineUnavailableException unavailable(String why) {
    return new EngineUnavailableException(
        "No Docker engine answers at " + this + ": " + why + ".", advice(why));
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
    return uri.toString();
  }
}
