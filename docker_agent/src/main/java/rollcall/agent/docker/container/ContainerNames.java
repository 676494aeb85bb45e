package rollcall.agent.docker.container;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rollcall.agent.docker.json.Fields;
import rollcall.agent.docker.json.Labels;
import rollcall.api.Bounds;

/** Reads a container's names, without the engine's leading slash. */
final class ContainerNames {
  private ContainerNames() {}

  /** The names in an entry of the engine's list. */
  static List<String> of(Fields container) {
    return all(container)
        // Links give a container further names, of the form /OTHER/ALIAS.
        .filter(name -> name.indexOf('/') < 0)
        .toList();
  }

  static @Nullable String first(Fields container) {
    return of(container).stream().findFirst().orElse(null);
  }

  private static Stream<String> all(Fields container) {
    return container.list("Names").stream().map(ContainerNames::name).filter(Objects::nonNull);
  }

  private static @Nullable String name(JsonElement value) {
    return value instanceof JsonPrimitive primitive && primitive.isString()
        ? withoutSlash(Labels.text(primitive.getAsString(), Bounds.NAME))
        : null;
  }

  /** A name without its leading slash; absent if nothing is left. */
  static @Nullable String withoutSlash(@Nullable String name) {
    if (name == null) {
      return null;
    }
    String withoutSlash = name.startsWith("/") ? name.substring(1) : name;
    return withoutSlash.isBlank() ? null : withoutSlash;
  }
}
