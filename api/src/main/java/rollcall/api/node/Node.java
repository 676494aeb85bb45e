package rollcall.api.node;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A node that an agent reports, or that is a member of the swarm.
 *
 * @param name unique; its hostname unless another node has the same
 * @param lastHeard when its agent last reported; absent if it never did
 * @param staleSince when its report became overdue; absent while it reports
 * @param leftAt when its agent stopped; absent while it runs
 * @param containers number of its containers, running or not
 * @param running number of its running containers
 * @param role {@code manager} or {@code worker}; absent outside a swarm
 * @param availability {@code active}, {@code pause} or {@code drain}; absent outside a swarm
 * @param state in the swarm: {@code ready}, {@code down} …
 * @param listed how many containers its engine lists; absent from older agents
 * @param unread how many of them are reported in part, as last known, or not at all
 * @param engineId identifies the node; absent if its engine has none
 * @param clash a name or engine id shared with another machine, and what to do; absent without one
 */
public record Node(
    String name,
    @Nullable String address,
    @Nullable Instant lastHeard,
    @Nullable Instant staleSince,
    @Nullable Instant leftAt,
    @Nullable String agentVersion,
    @Nullable String engineVersion,
    int containers,
    int running,
    @Nullable String role,
    @Nullable String availability,
    @Nullable String state,
    @Nullable Integer listed,
    @Nullable Integer unread,
    @Nullable String engineId,
    @Nullable String clash) {

  /** Begins a node of which nothing else is known. */
  public static NodeBuilder builder(String name) {
    return new NodeBuilder(name);
  }
}
