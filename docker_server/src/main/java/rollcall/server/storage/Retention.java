package rollcall.server.storage;

import java.time.Duration;

/**
 * How much data is kept, and for how long.
 *
 * @param reports maximum number of reports, of all containers together
 * @param containers maximum number of entries of the roster, removed ones included
 * @param changes number of revisions from which the feed can be resumed
 * @param age how long a container that is no longer reported is kept
 */
public record Retention(int reports, int containers, int changes, Duration age) {}
