package rollcall.cli;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import rollcall.client.Connections;
import rollcall.client.Endpoint;
import rollcall.client.Nearby;
import rollcall.client.Peer;
import rollcall.client.UnreachableException;

/**
 * Where server and agent are. What the user named is taken as it is. In a container, where nothing
 * is named, they may be in this very container, or on the node behind the default gateway: the
 * first that answers as Rollcall is meant, and no other program gets a token before.
 */
final class Neighbours {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Connections connections;
  private final Surroundings surroundings;
  private final Map<Peer, Endpoint> found = new EnumMap<>(Peer.class);

  Neighbours(Connections connections, Surroundings surroundings) {
    this.connections = connections;
    this.surroundings = surroundings;
  }

  /**
   * One to talk to.
   *
   * @throws UnreachableException if no program answers as Rollcall
   */
  synchronized Endpoint find(Peer peer, Settings settings) {
    Endpoint guess = settings.at(peer);
    if (!settings.guessed().contains(peer) || guess.isLoopback()) {
      return guess;
    }
    return found.computeIfAbsent(
        peer,
        any ->
            Nearby.find(
                connections,
                List.of(Endpoint.on(peer, Surroundings.LOOPBACK), guess),
                settings.timeout().compareTo(PATIENCE) < 0 ? settings.timeout() : PATIENCE));
  }

  /** The same to show to the user: the address to look for where no program answers. */
  Endpoint shown(Peer peer, Settings settings) {
    try {
      return find(peer, settings);
    } catch (UnreachableException e) {
      return settings.at(peer);
    }
  }

  /**
   * Whether the agent can say who this is. One on the loopback interface cannot: it shares this
   * container, or this machine, and sees no container's address.
   */
  boolean agentKnowsUs(Settings settings) {
    return surroundings.inContainer() && !find(Peer.AGENT, settings).isLoopback();
  }
}
