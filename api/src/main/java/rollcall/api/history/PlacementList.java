package rollcall.api.history;

import java.util.List;

/**
 * Placements, newest first.
 *
 * @param transitions of the container asked for, oldest first, as far as the change feed reaches;
 *     empty for a whole service
 * @param revision that they were read at
 */
public record PlacementList(
    List<Placement> placements, List<Transition> transitions, long revision) {}
