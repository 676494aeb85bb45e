package rollcall.agent.docker.event;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rollcall.agent.docker.container.ContainerList;
import rollcall.agent.docker.container.ReportMapper;
import rollcall.agent.docker.container.SwarmTask;
import rollcall.agent.docker.json.Fields;
import rollcall.agent.docker.json.Labels;
import rollcall.api.Bounds;
import rollcall.api.Timestamps;
import rollcall.api.container.Report;
import rollcall.api.container.State;
import rollcall.api.json.Json;

/**
 * A container event of the engine's event stream.
 *
 * @param action like {@code die}; without the part after a colon, as in {@code health_status:
 *     healthy}
 * @param nanos the time by the engine's clock, in ns since 1970
 * @param attributes the container's labels, name, image, exit code …
 */
public record ContainerEvent(String id, String action, long nanos, Map<String, String> attributes) {
  /** Actions that may change a report. The exec events of health checks are not among them. */
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

  // Podman's names of Docker's actions.
  private static final Map<String, String> PODMAN_ACTIONS =
      Map.of("died", "die", "remove", "destroy");

  // Attributes of an event that are not labels.
  private static final Set<String> RESERVED_ATTRIBUTES =
      Set.of(
          "image",
          "name",
          "oldName",
          "exitCode",
          "execDuration",
          "signal",
          "podId",
          "containerExitCode",
          "oomKilled",
          "network",
          "error");

  // INT, QUIT, KILL and TERM.
  private static final Set<String> ENDING_SIGNALS = Set.of("2", "3", "9", "15");

  /** The actions to subscribe to, with Docker's and Podman's names. */
  static List<String> subscribedActions() {
    return Stream.concat(ACTIONS.stream(), PODMAN_ACTIONS.keySet().stream().sorted()).toList();
  }

  /** Parses an event; empty unless it is a container's, with one of {@link #ACTIONS}. */
  static Optional<ContainerEvent> parse(String json) {
    try {
      Fields event = Fields.of(Json.read(json, JsonElement.class), "event", field -> {});
      Fields actor = event.object("Actor");
      String name = Objects.toString(event.text("Action")).split(":", 2)[0];
      String action = PODMAN_ACTIONS.getOrDefault(name, name);
      @Nullable String id = actor.text("ID");
      @Nullable Long nanos = event.number("timeNano");
      if ("container".equals(event.text("Type"))
          && ACTIONS.contains(action)
          && id != null
          && ContainerList.isId(id)
          && nanos != null
          && Timestamps.isAllowed(Instant.ofEpochSecond(0, nanos))) {
        return Optional.of(
            new ContainerEvent(id, action, nanos, attributes(actor.object("Attributes"))));
      }
    } catch (JsonParseException e) {
      // Possibly a newer engine's format.
    }
    return Optional.empty();
  }

  public Instant time() {
    return Instant.ofEpochSecond(0, nanos);
  }

  /** The exit code in a {@code die} event. */
  public @Nullable Integer exitCode() {
    @Nullable String code =
        attributes.getOrDefault("exitCode", attributes.get("containerExitCode"));
    return code != null && code.matches("-?\\d{1,9}") ? Integer.valueOf(code) : null;
  }

  /** Whether it was killed for lack of memory (OOM); Podman's {@code die} events include this. */
  public boolean isOom() {
    return action.equals("oom") || "true".equals(attributes.get("oomKilled"));
  }

  /** Whether a user or program requested the container's stop. */
  public boolean requestsStop() {
    return action.equals("stop")
        || (action.equals("kill")
            && ENDING_SIGNALS.contains(attributes.getOrDefault("signal", "15")));
  }

  /** A report of the container with the event's data only. */
  public Report report(String node) {
    Map<String, String> candidates = new HashMap<>(attributes);
    candidates.keySet().removeAll(RESERVED_ATTRIBUTES);
    Map<String, String> labels = Labels.cut(candidates);
    SwarmTask task = SwarmTask.of(labels);
    return Report.builder(
            id,
            text("name", ReportMapper.shortened(id), Bounds.NAME),
            text("image", "(unknown)", Bounds.IMAGE),
            time())
        .node(node)
        .service(task.service())
        .task(task.id())
        .slot(task.slot())
        .state(State.CREATED)
        .labels(labels)
        .build();
  }

  private String text(String attribute, String defaultValue, int max) {
    String text = attributes.getOrDefault(attribute, "");
    return text.isBlank() ? defaultValue : Labels.text(text, max);
  }

  private static Map<String, String> attributes(Fields fields) {
    Map<String, String> attributes = new HashMap<>();
    fields
        .entries()
        .forEach(
            (name, value) -> {
              if (value.isJsonPrimitive()) {
                attributes.put(name, value.getAsString());
              }
            });
    return Map.copyOf(attributes);
  }
}
