package rollcall.agent.docker.container;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import rollcall.agent.docker.json.Fields;

/** Finds a container by id, name or unique id prefix, in this order. */
public final class ContainerReference {
  private ContainerReference() {}

  /** Returns the container's entry in the list. */
  public static Fields resolve(List<Fields> containers, String key) {
    return first(containers.stream().filter(container -> key.equals(container.text("Id"))))
        .or(() -> first(containers.stream().filter(c -> ContainerNames.of(c).contains(key))))
        .orElseGet(() -> byPrefix(containers, key));
  }

  private static Optional<Fields> first(Stream<Fields> matches) {
    return matches.filter(container -> ContainerList.id(container) != null).findFirst();
  }

  private static Fields byPrefix(List<Fields> containers, String key) {
    List<Fields> matches =
        containers.stream()
            .filter(
                container ->
                    Objects.requireNonNullElse(ContainerList.id(container), "").startsWith(key))
            .toList();
    if (matches.isEmpty()) {
      throw new NoSuchContainerException(
          "No container of this node has the id, id prefix or name \"" + key + "\".");
    }
    if (matches.size() > 1) {
      throw new AmbiguousPrefixException(
          "The ids of " + matches.size() + " containers of this node begin with \"" + key + "\".");
    }
    return matches.get(0);
  }

  /** Whether the key may refer to this container, ignoring others. */
  public static boolean means(String key, String id, String name) {
    return id.startsWith(key) || name.equals(key);
  }
}
