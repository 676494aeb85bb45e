package rollcall.api.container;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the roster: the newest report of a container and since when it is known. On the wire
 * the report's fields and these stand side by side in one object.
 *
 * @param report the newest report, by its timestamp
 * @param firstSeen when the server first heard of the container
 * @param lastSeen when it last did
 * @param removedAt when its node's agent reported without it; absent while it exists
 */
public record Container(
    Report report, Instant firstSeen, Instant lastSeen, @Nullable Instant removedAt) {}
