package rollcall.api.node;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Node}; what is not set is unknown. */
public final class NodeBuilder {
  private final String name;
  private @Nullable String address;
  private @Nullable Instant lastHeard;
  private @Nullable Instant staleSince;
  private @Nullable Instant leftAt;
  private @Nullable String agentVersion;
  private @Nullable String engineVersion;
  private int containers;
  private int running;
  private @Nullable String role;
  private @Nullable String availability;
  private @Nullable String state;
  private @Nullable Integer listed;
  private @Nullable Integer unread;
  private @Nullable String engineId;
  private @Nullable String clash;

  NodeBuilder(String name) {
    this.name = name;
  }

  public NodeBuilder address(@Nullable String value) {
    address = value;
    return this;
  }

  /** When its agent was heard, and since when it is not. */
  public NodeBuilder heard(
      @Nullable Instant last, @Nullable Instant stale, @Nullable Instant left) {
    lastHeard = last;
    staleSince = stale;
    leftAt = left;
    return this;
  }

  public NodeBuilder agentVersion(@Nullable String value) {
    agentVersion = value;
    return this;
  }

  public NodeBuilder engine(@Nullable String version, @Nullable String id) {
    engineVersion = version;
    engineId = id;
    return this;
  }

  public NodeBuilder containers(int existing, int ofThemRunning) {
    containers = existing;
    running = ofThemRunning;
    return this;
  }

  /** What its engine lists. */
  public NodeBuilder listed(@Nullable Integer all, @Nullable Integer ofThemUnread) {
    listed = all;
    unread = ofThemUnread;
    return this;
  }

  /** What its swarm's manager says. */
  public NodeBuilder swarm(
      @Nullable String ofRole, @Nullable String ofAvailability, @Nullable String inState) {
    role = ofRole;
    availability = ofAvailability;
    state = inState;
    return this;
  }

  public NodeBuilder clash(@Nullable String value) {
    clash = value;
    return this;
  }

  public Node build() {
    return new Node(
        name,
        address,
        lastHeard,
        staleSince,
        leftAt,
        agentVersion,
        engineVersion,
        containers,
        running,
        role,
        availability,
        state,
        listed,
        unread,
        engineId,
        clash);
  }
}
