package rollcall.api.container;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the roster: a container's newest report, and when it was first and last reported. In
 * JSON the report's fields and these are one flat object.
 *
 * @param report the newest report, by its timestamp
 * @param firstSeen when it was first reported
 * @param lastSeen when it was last reported
 * @param removedAt when its node's list no longer contained it; absent while it exists
 */
public record Container(
    Report report, Instant firstSeen, Instant lastSeen, @Nullable Instant removedAt) {}
