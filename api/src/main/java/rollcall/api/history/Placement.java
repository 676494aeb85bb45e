package rollcall.api.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.State;

/**
 * Where a container ran, and when. A container stays on its node for life; a new placement begins
 * when a report names another node, service or slot for the same id.
 *
 * @param imageDigest the image's id
 * @param state the last known one there
 * @param exitCode how it ended, where that is known
 * @param oomKilled whether the kernel killed it for want of memory
 * @param replacedBy the container that took its slot of its service, or its name on its node
 * @param lastSeen when it was last heard of there
 * @param endedAt when it was found removed; absent while it exists
 */
public record Placement(
    String container,
    String name,
    String image,
    @Nullable String node,
    @Nullable String service,
    @Nullable String task,
    @Nullable Integer slot,
    @Nullable String imageDigest,
    @Nullable State state,
    @Nullable Integer exitCode,
    @Nullable Boolean oomKilled,
    @Nullable String replacedBy,
    Instant firstSeen,
    Instant lastSeen,
    @Nullable Instant endedAt) {}
