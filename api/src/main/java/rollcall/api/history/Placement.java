package rollcall.api.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.State;

/**
 * Where and when a container ran. A new placement begins when a report has another node, service or
 * slot for the same id.
 *
 * @param imageDigest the image's id
 * @param state its last known state
 * @param exitCode its last exit code, if known
 * @param oomKilled whether it was killed for lack of memory (OOM)
 * @param replacedBy the container that took over its slot in the service, or its name on the node
 * @param lastSeen when it was last reported there
 * @param endedAt when its removal was detected; absent while it exists
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
