package rollcall.api.node;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rollcall.api.Bounds;
import rollcall.api.Validate;
import rollcall.api.container.Report;
import rollcall.common.InvalidException;

/**
 * What changed in a node's list of containers: much smaller than the {@link NodeReport} itself. The
 * server applies it only to the list that it refers to.
 *
 * @param base the {@link NodeReport#digest} of the list before
 * @param heartbeat that of the list afterwards, with measurements of containers that are not in
 *     {@code containers}
 * @param containers the new ones, and those of which more than measurements changed
 * @param departed {@link NodeReport#departed}
 * @param removed ids of the containers that are no longer on the list
 * @param listed {@link NodeReport#listed}
 * @param unread {@link NodeReport#unread}
 */
public record ListUpdate(
    String base,
    Heartbeat heartbeat,
    List<Report> containers,
    List<Report> departed,
    List<String> removed,
    @Nullable Integer listed,
    @Nullable Integer unread) {
  public ListUpdate {
    Validate.text("base", base, Bounds.ID);
    Validate.present("heartbeat", heartbeat);
    containers = Validate.list("containers", containers, Bounds.CONTAINERS);
    departed = Validate.list("departed", departed, Bounds.CONTAINERS);
    removed = Validate.list("removed", removed, Bounds.CONTAINERS);
    removed.forEach(Validate::id);
    Validate.optionalCount("listed", listed);
    Validate.optionalCount("unread", unread);
    Set<String> ids = new HashSet<>(removed);
    for (Report container : containers) {
      if (!ids.add(container.id())) {
        throw new InvalidException(
            "containers: " + container.id() + " is listed twice, or is removed as well");
      }
    }
  }

  public Sender sender() {
    return heartbeat.sender();
  }
}
