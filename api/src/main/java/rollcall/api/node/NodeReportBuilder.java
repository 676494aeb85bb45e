package rollcall.api.node;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Report;

/** Makes a {@link NodeReport}; what is not set is unknown. */
public final class NodeReportBuilder {
  private final Instant timestamp;
  private final String agentVersion;
  private @Nullable String engineVersion;
  private @Nullable String address;
  private List<Report> containers = List.of();
  private List<Report> departed = List.of();
  private @Nullable String digest;
  private @Nullable SwarmSnapshot swarm;
  private @Nullable String swarmNode;
  private @Nullable String swarmState;
  private @Nullable Integer listed;
  private @Nullable Integer unread;
  private @Nullable String engineId;
  private @Nullable String run;
  private @Nullable Long sequence;

  NodeReportBuilder(Instant timestamp, String agentVersion) {
    this.timestamp = timestamp;
    this.agentVersion = agentVersion;
  }

  public NodeReportBuilder engine(@Nullable String version, @Nullable String id) {
    engineVersion = version;
    engineId = id;
    return this;
  }

  public NodeReportBuilder address(@Nullable String value) {
    address = value;
    return this;
  }

  public NodeReportBuilder containers(List<Report> existing, List<Report> gone) {
    containers = existing;
    departed = gone;
    return this;
  }

  public NodeReportBuilder digest(@Nullable String value) {
    digest = value;
    return this;
  }

  /** The swarm as its manager sees it, and the node's own part in it. */
  public NodeReportBuilder swarm(
      @Nullable SwarmSnapshot seen, @Nullable String node, @Nullable String state) {
    swarm = seen;
    swarmNode = node;
    swarmState = state;
    return this;
  }

  /** What the engine lists. */
  public NodeReportBuilder listed(@Nullable Integer all, @Nullable Integer ofThemUnread) {
    listed = all;
    unread = ofThemUnread;
    return this;
  }

  /** Whose message it is; without one it is not sent yet. */
  public NodeReportBuilder sender(Sender sender) {
    engineId = sender.engineId();
    run = sender.run();
    sequence = sender.sequence();
    return this;
  }

  /**
   * The list.
   *
   * @throws rollcall.common.InvalidException naming the field that is out of bounds
   */
  public NodeReport build() {
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
        engineId,
        swarmNode,
        swarmState,
        run,
        sequence);
  }
}
