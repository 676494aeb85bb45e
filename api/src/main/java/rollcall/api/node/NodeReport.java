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
 * @param listed how many containers the engine lists; absent from older agents
 * @param unread those of them that are reported only in part, as last known or not at all, because
 *     the engine does not describe them or a list has no more room; absent from older agents
 * @param engineId the id that the engine gave itself; absent where it tells none
 * @param swarmNode the node's id in its swarm; absent outside one
 * @param swarmState the engine's word for its part in a swarm: {@code inactive} outside one, {@code
 *     active}, {@code pending}, {@code locked} …; absent where it tells none
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

  /** A list that is not sent yet. */
  public NodeReport(
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
      @Nullable String swarmState) {
    this(
        timestamp,
        agentVersion,
        engineVersion,
        address,
        containers,
        departed,
        digest,
        swarm,
        listed,
        unread,
        engineId,
        swarmNode,
        swarmState,
        null,
        null);
  }

  /** A list of an agent that tells nothing of its engine beside its version. */
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
        null);
  }

  /** The same list with other reports of the same containers. */
  public NodeReport with(List<Report> others, List<Report> othersDeparted) {
    return new NodeReport(
        timestamp,
        agentVersion,
        engineVersion,
        address,
        others,
        othersDeparted,
        digest,
        swarm,
        listed,
        unread,
        engineId,
        swarmNode,
        swarmState,
        run,
        sequence);
  }

  public Sender sender() {
    return new Sender(engineId, run, sequence);
  }

  /** The same list as a sender's message. */
  public NodeReport from(Sender sender) {
    return new NodeReport(
        timestamp,
        agentVersion,
        engineVersion,
        address,
        containers,
        departed,
        digest,
        swarm,
        listed,
        unread,
        sender.engineId(),
        swarmNode,
        swarmState,
        sender.run(),
        sender.sequence());
  }
}
