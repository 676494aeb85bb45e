package rollcall.api.node;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A node: one that an agent reports from, or that the swarm's manager knows of.
 *
 * @param name its hostname, where no other node has that; unlike it, unique
 * @param lastHeard when its agent last reported; absent where no agent ever did
 * @param staleSince when it should have reported and did not; absent while it does
 * @param leftAt when its agent said goodbye; absent while it is at work
 * @param containers containers that exist on it, running or not
 * @param running the running ones among them
 * @param role {@code manager} or {@code worker}; absent outside a swarm
 * @param availability {@code active}, {@code pause} or {@code drain}; absent outside a swarm
 * @param state as the swarm's manager sees it: {@code ready}, {@code down} …
 * @param listed how many containers its engine lists; absent where its agent does not tell
 * @param unread those of them that are known in part, as they were, or not at all
 * @param engineId what the node is known by, whatever its name; absent where its engine tells none
 * @param clash that another machine is taken for this one, or has its name, and what to do; absent
 *     where none is
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

  /** A node of which no more is known. */
  public Node(
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
      @Nullable String state) {
    this(
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
        null,
        null,
        null,
        null);
  }
}
