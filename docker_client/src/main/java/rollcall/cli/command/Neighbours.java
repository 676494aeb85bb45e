package rollcall.cli.command;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import rollcall.client.Nearby;
import rollcall.client.http.Endpoint;
import rollcall.client.http.HttpClients;
import rollcall.client.http.Target;
import rollcall.client.http.UnreachableException;

/**
 * Finds the server and the agent. Configured addresses are used as they are. In a container without
 * configuration, this container is tried first, then its node, which is the default gateway; only
 * an address that responds as Rollcall gets the token.
 */
public final class Neighbours {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final HttpClients clients;
  private final HostEnvironment host;
  private final Map<Target, Endpoint> found = new EnumMap<>(Target.class);

  public Neighbours(HttpClients clients, HostEnvironment host) {
    this.clients = clients;
    this.host = host;
  }

  /**
   * The address of the server or the agent.
   *
   * @throws UnreachableException if Rollcall responds at no address
   */
  public synchronized Endpoint find(Target target, Settings settings) {
    Endpoint guess = settings.at(target);
    if (!settings.guessed().contains(target) || guess.isLoopback()) {
      return guess;
    }
    return found.computeIfAbsent(
        target,
        any ->
            Nearby.find(
                clients,
                List.of(Endpoint.on(target, HostEnvironment.LOOPBACK), guess),
                settings.timeout().compareTo(TIMEOUT) < 0 ? settings.timeout() : TIMEOUT));
  }

  /** The same for display; if nothing responds, the guessed address. */
  public Endpoint findOrGuess(Target target, Settings settings) {
    try {
      return find(target, settings);
    } catch (UnreachableException e) {
      return settings.at(target);
    }
  }

  /**
   * Whether the agent can identify this container. An agent on the loopback interface cannot,
   * because it does not see the container's address.
   */
  boolean isKnownToAgent(Settings settings) {
    return host.inContainer() && !find(Target.AGENT, settings).isLoopback();
  }
}
