package rollcall.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import rollcall.api.Container;
import rollcall.api.State;
import rollcall.client.Filter;

/**
 * Docker's {@code --filter key=value}: what the server can choose it does, the rest is done here.
 */
final class PsFilter {
  // Where nobody knows, the container may run: it is shown.
  private static final Set<State> AT_REST =
      Set.of(State.CREATED, State.EXITED, State.DEAD, State.REMOVING, State.REMOVED);

  private final List<String> states = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final List<String> ids = new ArrayList<>();
  private final List<String> healths = new ArrayList<>();
  private @Nullable String node;
  private @Nullable String service;
  private @Nullable String image;

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
      case "image", "ancestor" -> image = once(key, image, value);
      case "status", "state" -> states.add(value.toLowerCase(Locale.ROOT));
      case "label" -> labels.add(value);
      case "name" -> names.add(value);
      case "id" -> ids.add(value);
      case "health" -> healths.add(value.toLowerCase(Locale.ROOT));
      default ->
          throw new UsageException(
              "--filter \""
                  + key
                  + "\": the keys are name, id, label, status, health, node, service, image");
    }
  }

  private static String once(String key, @Nullable String known, String value) {
    if (known != null) {
      throw new UsageException("\"" + key + "\" can be chosen once only");
    }
    return value;
  }

  /** What to ask the server for. */
  Filter query(@Nullable Instant at) {
    List<String> parts = names.isEmpty() ? ids : names;
    @Nullable String q = parts.size() == 1 ? parts.get(0) : null;
    return new Filter(node, service, image, states, labels, q, false, at);
  }

  /**
   * What to show of the answer.
   *
   * @param all also those at rest
   */
  Predicate<Container> passes(boolean all) {
    return container ->
        (all || !states.isEmpty() || !isAtRest(container))
            && anyOf(names, name -> container.report().name().contains(name))
            && anyOf(ids, id -> container.report().id().startsWith(id))
            && anyOf(healths, health -> health.equals(health(container)));
  }

  private static boolean isAtRest(Container container) {
    @Nullable State state = container.report().state();
    return state != null && AT_REST.contains(state);
  }

  private static String health(Container container) {
    return container.report().health() == null ? "none" : container.report().health().word();
  }

  private static boolean anyOf(List<String> values, Predicate<String> test) {
    return values.isEmpty() || values.stream().anyMatch(test);
  }
}
