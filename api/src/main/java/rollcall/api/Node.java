package rollcall.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A node: one that an agent reports from, or that the swarm's manager knows of.
 *
 * @param lastHeard when its agent last reported; absent where no agent ever did
 * @param staleSince when it should have reported and did not; absent while it does
 * @param leftAt when its agent said goodbye; absent while it is at work
 * @param containers containers that exist on it, running or not
 * @param running the running ones among them
 * @param role {@code manager} or {@code worker}; absent outside a swarm
 * @param availability {@code active}, {@code pause} or {@code drain}; absent outside a swarm
 * @param state as the swarm's manager sees it: {@code ready}, {@code down} …
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
    @Nullable String state) {}
