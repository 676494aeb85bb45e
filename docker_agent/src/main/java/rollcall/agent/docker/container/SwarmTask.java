package rollcall.agent.docker.container;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import rollcall.api.Bounds;

/**
 * A container's swarm task, read from the labels that Docker sets.
 *
 * @param slot of a replicated service; a global service's tasks have none
 */
public record SwarmTask(@Nullable String service, @Nullable String id, @Nullable Integer slot) {
  public static SwarmTask of(Map<String, String> labels) {
    @Nullable String service = labels.get("com.docker.swarm.service.name");
    @Nullable String id = labels.get("com.docker.swarm.task.id");
    @Nullable String name = labels.get("com.docker.swarm.task.name");
    return new SwarmTask(
        within(service, Bounds.NAME), within(id, Bounds.ID), slot(service, id, name));
  }

  /** Users can set these labels too, with any value. */
  private static @Nullable String within(@Nullable String text, int max) {
    return text == null || text.isBlank() || text.length() > max ? null : text;
  }

  /** Task names are {@code SERVICE.SLOT.ID}, those of global services {@code SERVICE.NODE.ID}. */
  private static @Nullable Integer slot(
      @Nullable String service, @Nullable String id, @Nullable String name) {
    if (service == null
        || id == null
        || name == null
        || !name.startsWith(service + ".")
        || !name.endsWith("." + id)
        || name.length() < service.length() + id.length() + 3) {
      return null;
    }
    String middle = name.substring(service.length() + 1, name.length() - id.length() - 1);
    // At most 9 digits: a node id has 25 characters, which may all be digits.
    return middle.matches("[1-9]\\d{0,8}") ? Integer.valueOf(middle) : null;
  }
}
