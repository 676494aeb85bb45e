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
 * Where server and agent are. What the user named is taken as it is. In a container, where nothing
 * is named, they may be in this very container, or on the node behind the default gateway: the
 * first that answers as Rollcall is meant, and no other program gets a token before.
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
   * One to talk to.
   *
   * @throws UnreachableException if no program answers as Rollcall
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

  /** The same to show to the user: the address to look for where no program answers. */
  public Endpoint shown(Target target, Settings settings) {
    try {
      return find(target, settings);
    } catch (UnreachableException e) {
      return settings.at(target);
    }
  }

  /**
   * Whether the agent can say who this is. One on the loopback interface cannot: it shares this
   * container, or this machine, and sees no container's address.
   */
  boolean agentKnowsUs(Settings settings) {
    return host.inContainer() && !find(Target.AGENT, settings).isLoopback();
  }
}
