package rollcall.server.storage.roster;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A query for placements; all given conditions must hold.
 *
 * @param container its container's id
 * @param service its service's name
 * @param node its node's name
 * @param from excludes placements that ended until then
 * @param to excludes placements that began later
 * @param limit maximum number of placements, newest first
 */
public record PlacementQuery(
    @Nullable String container,
    @Nullable String service,
    @Nullable String node,
    @Nullable Instant from,
    @Nullable Instant to,
    int limit) {
  public static final int MAX_LIMIT = 1000;

  public static PlacementQuery ofContainer(String id) {
    return new PlacementQuery(id, null, null, null, null, MAX_LIMIT);
  }

  public static PlacementQuery ofService(String name) {
    return new PlacementQuery(null, name, null, null, null, MAX_LIMIT);
  }
}
