package rollcall.cli.container;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Container;
import rollcall.api.container.State;
import rollcall.cli.command.UsageException;
import rollcall.client.ContainerFilter;

/**
 * Docker's {@code --filter key=value}. The server applies the filters that it has, the client the
 * others. Values of the same key are alternatives, except for labels, which must all match.
 */
final class PsFilter {
  // A container in an unknown state may be running: it is shown.
  private static final Set<State> STOPPED_STATES =
      Set.of(State.CREATED, State.EXITED, State.DEAD, State.REMOVING, State.REMOVED);
  // Without metacharacters, so that the server's substring search finds the same names.
  private static final String LITERAL = "[A-Za-z0-9_-]+";

  private final List<String> states = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final Map<String, Predicate<Container>> predicates = new LinkedHashMap<>();
  private @Nullable String node;
  private @Nullable String service;
  private @Nullable String image;
  private boolean includeStopped;

  void add(String filter) {
    int equals = filter.indexOf('=');
    if (equals < 1 || equals == filter.length() - 1) {
      throw new UsageException("--filter \"" + filter + "\": expected key=value");
    }
    add(filter.substring(0, equals), filter.substring(equals + 1));
  }

  void add(String key, String value) {
    switch (key) {
      case "node" -> node = requireFirst(key, node, value);
      case "service" -> service = requireFirst(key, service, value);
      case "image", "ancestor" -> addImage(key, value);
      case "status", "state" -> states.add(value.toLowerCase(Locale.ROOT));
      case "label" -> labels.add(value);
      default -> {
        // These also affect the query and the default filter.
        if (key.equals("name")) {
          names.add(value);
        }
        includeStopped |= key.equals("exited");
        predicates.merge(key, PsFilterKey.predicate(key, value), Predicate::or);
      }
    }
  }

  private void addImage(String key, String value) {
    if (value.matches("(sha256:)?[0-9a-f]{12,64}")) {
      predicates.merge("image", PsFilterKey.imageId(value), Predicate::or);
    } else {
      image = requireFirst(key, image, value);
    }
  }

  private static String requireFirst(String key, @Nullable String known, String value) {
    if (known != null) {
      throw new UsageException("--filter \"" + key + "\" can be given only once");
    }
    return value;
  }

  /** The server's part of the filter. */
  ContainerFilter query(@Nullable Instant at) {
    boolean isLiteral = names.size() == 1 && names.get(0).matches(LITERAL);
    String q = isLiteral ? names.get(0) : null;
    ContainerFilter filter =
        ContainerFilter.NONE.node(node).service(service).image(image).text(q).at(at);
    for (String state : states) {
      filter = filter.state(state);
    }
    for (String label : labels) {
      filter = filter.label(label);
    }
    return filter;
  }

  /**
   * The client's part of the filter.
   *
   * @param all whether to include stopped containers
   */
  Predicate<Container> predicate(boolean all) {
    boolean shown = all || includeStopped || !states.isEmpty();
    return predicates.values().stream()
        .reduce(container -> shown || !isStopped(container), Predicate::and);
  }

  private static boolean isStopped(Container container) {
    State state = container.report().state();
    return state != null && STOPPED_STATES.contains(state);
  }
}
