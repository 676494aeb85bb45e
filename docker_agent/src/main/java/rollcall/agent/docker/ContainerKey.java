package rollcall.agent.docker;

import com.github.dockerjava.api.model.Container;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Finds a container by id, name or unique id prefix, in this order. */
final class ContainerKey {
  private ContainerKey() {}

  static String resolve(List<Container> containers, String key) {
    for (Container container : containers) {
      if (container.getId().equals(key)) {
        return key;
      }
    }
    for (Container container : containers) {
      if (names(container).anyMatch(key::equals)) {
        return container.getId();
      }
    }
    List<Container> matches =
        containers.stream().filter(container -> container.getId().startsWith(key)).toList();
    if (matches.isEmpty()) {
      throw new NoSuchContainerException(
          "No container of this node has the id, id prefix or name \"" + key + "\".");
    }
    if (matches.size() > 1) {
      throw new AmbiguousPrefixException(
          "The ids of " + matches.size() + " containers of this node begin with \"" + key + "\".");
    }
    return matches.get(0).getId();
  }

  /** Whether the key means this container, without a look at others. */
  static boolean means(String key, String id, String name) {
    return id.startsWith(key) || name.equals(key);
  }

  private static Stream<String> names(Container container) {
    // Links give a container further names, of the form /OTHER/ALIAS.
    return container.getNames() == null
        ? Stream.empty()
        : Arrays.stream(container.getNames())
            .map(ReportMapper::withoutSlash)
            .filter(name -> name.indexOf('/') < 0);
  }
}
