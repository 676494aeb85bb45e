package rollcall.agent.roster;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rollcall.agent.docker.event.ContainerEvent;
import rollcall.api.Bounds;
import rollcall.api.container.Report;

/** Containers that are gone, until the server knows how each ended. */
final class RemovedContainers {
  private static final int MAX_CONTAINERS = Bounds.CONTAINERS;

  private final Map<String, Report> waiting = bounded();
  // Late events of a container that is gone already must not report it once more.
  private final Map<String, Optional<Open>> gone = bounded();
  private Map<String, Report> acknowledged = Map.of();

  /** A container that was found gone, and what events have told of its end so far. */
  private record Open(Report last, ContainerLifecycle lifecycle) {}

  /**
   * A container that was found gone.
   *
   * @param last what was known of it
   */
  void add(Report last, ContainerLifecycle lifecycle) {
    Report end = lifecycle.endOf(last);
    gone.put(
        end.id(),
        end.exitCode() == null ? Optional.of(new Open(last, lifecycle)) : Optional.empty());
    @Nullable Report before = acknowledged.get(end.id());
    if (before == null || !endsAlike(before, end)) {
      waiting.put(end.id(), end);
    }
  }

  /** An event of one that was found gone earlier: it may tell how that one ended. */
  void update(ContainerEvent event) {
    gone.computeIfPresent(
        event.id(), (id, open) -> open.map(o -> new Open(o.last(), o.lifecycle().then(event))));
    Optional.ofNullable(gone.get(event.id()))
        .flatMap(open -> open)
        .filter(open -> open.lifecycle().exitCode() != null)
        .ifPresent(open -> add(open.last(), open.lifecycle()));
  }

  boolean has(String id) {
    return gone.containsKey(id);
  }

  /** The engine lists it: it is not gone, whatever was told of it. */
  void back(String id) {
    gone.remove(id);
    waiting.remove(id);
  }

  /** Those of this node: the engine's hostname may have changed meanwhile. */
  List<Report> waiting(String node) {
    waiting.values().removeIf(report -> !node.equals(report.node()));
    return List.copyOf(waiting.values());
  }

  /** The server has these now. */
  void acknowledged(Collection<Report> containers, Collection<Report> departed) {
    departed.forEach(report -> waiting.remove(report.id(), report));
    Map<String, Report> now = new LinkedHashMap<>();
    containers.forEach(report -> now.put(report.id(), report));
    acknowledged = now;
  }

  private static boolean endsAlike(Report one, Report other) {
    return one.state() == other.state()
        && Objects.equals(one.exitCode(), other.exitCode())
        && Objects.equals(one.started(), other.started());
  }

  private static <T> Map<String, T> bounded() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
        return size() > MAX_CONTAINERS;
      }
    };
  }
}
