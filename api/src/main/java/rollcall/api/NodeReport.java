package rollcall.api;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An agent's full list of its node's containers: what is not on it no longer exists there.
 *
 * @param timestamp when the list was taken, by the node's clock
 * @param agentVersion the agent's version
 * @param engineVersion the Docker engine's version
 * @param address the address that the node advertises to the swarm; absent outside one
 * @param containers running and stopped ones
 * @param departed containers that came and went, or went, since the last list that arrived: their
 *     last known report; kept in the history
 * @param digest any text that is the same as long as nothing but measurements changed in the list;
 *     what a {@link Heartbeat} is compared with
 * @param swarm the swarm as its manager sees it; absent from workers
 */
public record NodeReport(
    Instant timestamp,
    String agentVersion,
    @Nullable String engineVersion,
    @Nullable String address,
    List<Report> containers,
    List<Report> departed,
    @Nullable String digest,
    @Nullable SwarmView swarm) {
  public NodeReport {
    Timestamps.check("timestamp", Check.present("timestamp", timestamp));
    Check.text("agent_version", agentVersion, 64);
    Check.optionalText("engine_version", engineVersion, 64);
    Check.optionalText("address", address, 64);
    containers =
        Check.list("containers", Check.present("containers", containers), Bounds.CONTAINERS);
    departed = Check.list("departed", departed, Bounds.CONTAINERS);
    Check.optionalText("digest", digest, Bounds.ID);
    Set<String> ids = new HashSet<>();
    for (Report container : containers) {
      if (!ids.add(container.id())) {
        throw new InvalidException("containers: " + container.id() + " is listed twice");
      }
    }
  }
}
