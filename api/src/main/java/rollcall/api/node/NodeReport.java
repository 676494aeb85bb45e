package rollcall.api.node;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rollcall.api.Bounds;
import rollcall.api.Timestamps;
import rollcall.api.Validate;
import rollcall.api.container.Report;
import rollcall.common.InvalidException;

/**
 * An agent's full list of its node's containers: newContainers no longer exist there.
 *
 * @param timestamp of the list, by the node's clock
 * @param agentVersion the agent's version
 * @param engineVersion the Docker engine's version
 * @param address the address that the node advertises to its swarm; absent outside one
 * @param containers running and stopped ones
 * @param departed last reports of containers removed since the last acknowledged list, for the
 *     history
 * @param digest changes whenever anything but measurements does; a {@link Heartbeat} must match it
 * @param swarm the swarm as its manager sees it; absent from workers
 * @param listed how many containers the engine lists; absent from older agents
 * @param unread how many of them are reported in part, as last known or not at all, because the
 *     engine does not describe them or the list is full; absent from older agents
 * @param engineId the engine's id; absent if it has none
 * @param swarmNode the node's id in its swarm; absent outside one
 * @param swarmState Docker's LocalNodeState: {@code inactive} outside a swarm, {@code active},
 *     {@code pending}, {@code locked} …; absent if unknown
 * @param run {@link Sender#run}
 * @param sequence {@link Sender#sequence}
 */
public record NodeReport(
    Instant timestamp,
    String agentVersion,
    @Nullable String engineVersion,
    @Nullable String address,
    List<Report> containers,
    List<Report> departed,
    @Nullable String digest,
    @Nullable SwarmSnapshot swarm,
    @Nullable Integer listed,
    @Nullable Integer unread,
    @Nullable String engineId,
    @Nullable String swarmNode,
    @Nullable String swarmState,
    @Nullable String run,
    @Nullable Long sequence) {
  public NodeReport {
    Timestamps.check("timestamp", Validate.present("timestamp", timestamp));
    Validate.text("agent_version", agentVersion, 64);
    Validate.optionalText("engine_version", engineVersion, 64);
    Validate.optionalText("address", address, 64);
    containers =
        Validate.list("containers", Validate.present("containers", containers), Bounds.CONTAINERS);
    departed = Validate.list("departed", departed, Bounds.CONTAINERS);
    Validate.optionalText("digest", digest, Bounds.ID);
    Validate.optionalCount("listed", listed);
    Validate.optionalCount("unread", unread);
    Validate.optionalText("engine_id", engineId, Bounds.ID);
    Validate.optionalText("swarm_node", swarmNode, Bounds.ID);
    Validate.optionalText("swarm_state", swarmState, 16);
    new Sender(engineId, run, sequence); // validates
    Set<String> ids = new HashSet<>();
    for (Report container : containers) {
      if (!ids.add(container.id())) {
        throw new InvalidException("containers: " + container.id() + " is listed twice");
      }
    }
  }

  /** A list of an agent that reports nothing about its engine but the version. */
  public NodeReport(
      Instant timestamp,
      String agentVersion,
      @Nullable String engineVersion,
      @Nullable String address,
      List<Report> containers,
      List<Report> departed,
      @Nullable String digest,
      @Nullable SwarmSnapshot swarm) {
    this(
        timestamp,
        agentVersion,
        engineVersion,
        address,
        containers,
        departed,
        digest,
        swarm,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** Begins a list of no containers. */
  public static NodeReportBuilder builder(Instant timestamp, String agentVersion) {
    return new NodeReportBuilder(timestamp, agentVersion);
  }

  /** Begins one that differs from this in what is set. */
  public NodeReportBuilder toBuilder() {
    return new NodeReportBuilder(timestamp, agentVersion)
        .engine(engineVersion, engineId)
        .address(address)
        .containers(containers, departed)
        .digest(digest)
        .swarm(swarm, swarmNode, swarmState)
        .listed(listed, unread)
        .sender(sender());
  }

  public Sender sender() {
    return new Sender(engineId, run, sequence);
  }

  /** The same list with a sender. */
  public NodeReport from(Sender sender) {
    return toBuilder().sender(sender).build();
  }
}
