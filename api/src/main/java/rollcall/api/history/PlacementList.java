package rollcall.api.history;

import java.util.List;

/**
 * Placements, newest first.
 *
 * @param transitions of the requested container, oldest first, as far back as the change feed
 *     reaches; empty for a service
 * @param revision that they were read at
 */
public record PlacementList(
    List<Placement> placements, List<Transition> transitions, long revision) {}
