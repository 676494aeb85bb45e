package rollcall.server.storage;

import java.time.Duration;

/**
 * How much is kept, and for how long.
 *
 * @param reports reports of all containers together
 * @param containers entries of the roster, removed ones included
 * @param changes revisions that the feed can be resumed from
 * @param age how long a container that is not heard of any more stays
 */
public record Retention(int reports, int containers, int changes, Duration age) {}
