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
 * Docker's {@code --filter key=value}: what the server can choose it does, the rest is done here.
 * One key given twice means either of its values, but for labels: a container needs all of them.
 */
final class PsFilter {
  // Where the state is unknown the container may run: it is shown.
  private static final Set<State> STOPPED_STATES =
      Set.of(State.CREATED, State.EXITED, State.DEAD, State.REMOVING, State.REMOVED);
  // What the server finds in any name that the expression finds: nothing in it has a meaning.
  private static final String PLAIN = "[A-Za-z0-9_-]+";

  private final List<String> states = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final Map<String, Predicate<Container>> tests = new LinkedHashMap<>();
  private @Nullable String node;
  private @Nullable String service;
  private @Nullable String image;
  private boolean atRestToo;

  void add(String filter) {
    int equals = filter.indexOf('=');
    if (equals < 1 || equals == filter.length() - 1) {
      throw new UsageException("--filter \"" + filter + "\": expected key=value");
    }
    add(filter.substring(0, equals), filter.substring(equals + 1));
  }

  void add(String key, String value) {
    switch (key) {
      case "node" -> node = once(key, node, value);
      case "service" -> service = once(key, service, value);
      case "image", "ancestor" -> addImage(key, value);
      case "status", "state" -> states.add(value.toLowerCase(Locale.ROOT));
      case "label" -> labels.add(value);
      default -> {
        // Only these change what else is looked at.
        if (key.equals("name")) {
          names.add(value);
        }
        atRestToo |= key.equals("exited");
        tests.merge(key, PsFilterKey.test(key, value), Predicate::or);
      }
    }
  }

  private void addImage(String key, String value) {
    if (value.matches("(sha256:)?[0-9a-f]{12,64}")) {
      tests.merge("image", PsFilterKey.imageId(value), Predicate::or);
    } else {
      image = once(key, image, value);
    }
  }

  private static String once(String key, @Nullable String known, String value) {
    if (known != null) {
      throw new UsageException("\"" + key + "\" can be chosen once only");
    }
    return value;
  }

  /** What to ask the server for. */
  ContainerFilter query(@Nullable Instant at) {
    boolean isPlain = names.size() == 1 && names.get(0).matches(PLAIN);
    String q = isPlain ? names.get(0) : null;
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
   * What to show of the answer.
   *
   * @param all also those at rest
   */
  Predicate<Container> passes(boolean all) {
    boolean shown = all || atRestToo || !states.isEmpty();
    return tests.values().stream()
        .reduce(container -> shown || !isAtRest(container), Predicate::and);
  }

  private static boolean isAtRest(Container container) {
    State state = container.report().state();
    return state != null && STOPPED_STATES.contains(state);
  }
}
