package rollcall.server.storage.roster;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.State;

/**
 * A query for containers.
 *
 * @param all whether to include removed containers
 * @param at the time of the roster's state; null for now
 * @param after the last entry of the previous page
 * @param limit maximum number of entries of the page
 */
public record ContainerQuery(
    Criteria criteria, boolean all, @Nullable Instant at, @Nullable Position after, int limit) {

  /**
   * Conditions that must all be met; null for none.
   *
   * @param node its node's name
   * @param service its service's name
   * @param image its image, with or without the tag
   * @param states one of these; empty for any state
   * @param labels each {@code key} or {@code key=value}
   * @param text part of id, name, image, node or service; case-insensitive
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

  /** A position in the order of the roster. */
  public record Position(String name, String id) {}

  /** The first {@code limit} existing containers. */
  public static ContainerQuery first(int limit) {
    return new ContainerQuery(Criteria.NONE, false, null, null, limit);
  }
}
