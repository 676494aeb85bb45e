package rollcall.server.storage.roster;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which placements to list; every condition given must hold.
 *
 * @param container its container's id
 * @param service its service's name
 * @param node its node's name
 * @param from not those that had ended by then
 * @param to not those that began later
 * @param limit the newest of them
 */
public record PlacementQuery(
    @Nullable String container,
    @Nullable String service,
    @Nullable String node,
    @Nullable Instant from,
    @Nullable Instant to,
    int limit) {
  /** The most that are listed at once. */
  public static final int MAX_LIMIT = 1000;

  public static PlacementQuery ofContainer(String id) {
    return new PlacementQuery(id, null, null, null, null, MAX_LIMIT);
  }

  public static PlacementQuery ofService(String name) {
    return new PlacementQuery(null, name, null, null, null, MAX_LIMIT);
  }
}
