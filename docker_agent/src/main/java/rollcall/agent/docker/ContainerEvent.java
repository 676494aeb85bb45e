package rollcall.agent.docker;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rollcall.api.Bounds;
import rollcall.api.Json;
import rollcall.api.Kind;
import rollcall.api.Report;
import rollcall.api.State;

/**
 * Something that happened to a container, as the engine's event stream tells it.
 *
 * @param action like {@code die}; of {@code health_status: healthy} only what is before the colon
 * @param nanos when it happened, by the engine's clock, in ns since 1970
 * @param attributes the container's labels, and name, image and exit code beside them
 */
public record ContainerEvent(String id, String action, long nanos, Map<String, String> attributes) {
  /**
   * Those that change what a report says, and none of those that health checks make all the time.
   */
  static final List<String> ACTIONS =
      List.of(
          "create",
          "start",
          "die",
          "oom",
          "kill",
          "pause",
          "unpause",
          "rename",
          "destroy",
          "health_status",
          "update",
          "stop",
          "restart");

  // What the engine puts among a container's labels in an event.
  private static final Set<String> NO_LABELS =
      Set.of("image", "name", "oldName", "exitCode", "execDuration", "signal");

  /** Empty for what is no container's event, or none of {@link #ACTIONS}. */
  static Optional<ContainerEvent> parse(String json) {
    try {
      JsonObject event = Json.read(json, JsonObject.class);
      @Nullable JsonObject actor = event.getAsJsonObject("Actor");
      String action = text(event, "Action").split(":", 2)[0];
      String id = actor == null ? "" : text(actor, "ID");
      if (actor != null
          && text(event, "Type").equals("container")
          && ACTIONS.contains(action)
          && !id.isEmpty()
          && event.has("timeNano")) {
        return Optional.of(
            new ContainerEvent(
                id,
                action,
                event.get("timeNano").getAsLong(),
                attributes(actor.get("Attributes"))));
      }
    } catch (JsonParseException | ClassCastException | NumberFormatException e) {
      // A newer engine's way to say something that this agent does not know.
    }
    return Optional.empty();
  }

  public Instant time() {
    return Instant.ofEpochSecond(0, nanos);
  }

  /** Of a {@code die} event. */
  public @Nullable Integer exitCode() {
    @Nullable String code = attributes.get("exitCode");
    return code != null && code.matches("-?\\d{1,9}") ? Integer.valueOf(code) : null;
  }

  /** A report of the container with no more than an event tells. */
  public Report report(String node) {
    Map<String, String> labels = new HashMap<>(attributes);
    labels.keySet().removeAll(NO_LABELS);
    SwarmTask task = SwarmTask.of(labels);
    return new Report(
        id,
        Labels.text(attributes.getOrDefault("name", id), Bounds.NAME),
        Labels.text(attributes.getOrDefault("image", "(unknown)"), Bounds.IMAGE),
        time(),
        0.0,
        0.0,
        Kind.CONTAINER,
        node,
        task.service(),
        task.id(),
        task.slot(),
        State.CREATED,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        List.of(),
        null,
        Labels.cut(labels));
  }

  private static Map<String, String> attributes(@Nullable JsonElement json) {
    Map<String, String> attributes = new HashMap<>();
    if (json instanceof JsonObject object) {
      object
          .entrySet()
          .forEach(
              entry -> {
                if (entry.getValue().isJsonPrimitive()) {
                  attributes.put(entry.getKey(), entry.getValue().getAsString());
                }
              });
    }
    return Map.copyOf(attributes);
  }

  private static String text(JsonObject object, String name) {
    @Nullable JsonElement value = object.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }
}
