package rollcall.server.storage.roster;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.State;

/**
 * Which containers to list.
 *
 * @param all removed ones, too
 * @param at as of this time; null for now
 * @param after the last entry of the page before
 * @param limit entries of the page
 */
public record ContainerQuery(
    Criteria criteria, boolean all, @Nullable Instant at, @Nullable Position after, int limit) {

  /**
   * Every one given must hold.
   *
   * @param node its node's name
   * @param service its service's name
   * @param image its image, with or without the tag
   * @param states any of these; empty for all that exist
   * @param labels each {@code key} or {@code key=value}
   * @param text part of id, name, image, node or service, upper or lower case
   */
  public record Criteria(
      @Nullable String node,
      @Nullable String service,
      @Nullable String image,
      List<State> states,
      List<String> labels,
      @Nullable String text) {
    public static final Criteria NONE = new Criteria(null, null, null, List.of(), List.of(), null);
  }

  /** A place in the order of the roster. */
  public record Position(String name, String id) {}

  /** Everything that exists, {@code limit} entries of it. */
  public static ContainerQuery first(int limit) {
    return new ContainerQuery(Criteria.NONE, false, null, null, limit);
  }
}
