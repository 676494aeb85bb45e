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

/** Removed containers, until the server has acknowledged how each ended. */
final class RemovedContainers {
  private static final int MAX_CONTAINERS = Bounds.CONTAINERS;

  private final Map<String, Report> pending = bounded();
  // Prevents late events from reporting a removed container again.
  private final Map<String, Optional<Incomplete>> removed = bounded();
  private Map<String, Report> acknowledged = Map.of();

  /** A removed container whose exit code is still unknown. */
  private record Incomplete(Report last, ContainerLifecycle lifecycle) {}

  /**
   * Adds a removed container.
   *
   * @param last its last report
   */
  void add(Report last, ContainerLifecycle lifecycle) {
    Report end = lifecycle.finalReport(last);
    removed.put(
        end.id(),
        end.exitCode() == null ? Optional.of(new Incomplete(last, lifecycle)) : Optional.empty());
    @Nullable Report before = acknowledged.get(end.id());
    if (before == null || !isSameEnd(before, end)) {
      pending.put(end.id(), end);
    }
  }

  /** Applies a late event of a removed container, which may contain its exit code. */
  void update(ContainerEvent event) {
    removed.computeIfPresent(
        event.id(),
        (id, incomplete) ->
            incomplete.map(o -> new Incomplete(o.last(), o.lifecycle().then(event))));
    Optional.ofNullable(removed.get(event.id()))
        .flatMap(incomplete -> incomplete)
        .filter(incomplete -> incomplete.lifecycle().exitCode() != null)
        .ifPresent(incomplete -> add(incomplete.last(), incomplete.lifecycle()));
  }

  boolean has(String id) {
    return removed.containsKey(id);
  }

  /** Removes a container that the engine lists again. */
  void restore(String id) {
    removed.remove(id);
    pending.remove(id);
  }

  /** Returns the containers of this node; drops those of its former hostnames. */
  List<Report> pending(String node) {
    pending.values().removeIf(report -> !node.equals(report.node()));
    return List.copyOf(pending.values());
  }

  /** Marks the server's acknowledgement of a report. */
  void acknowledge(Collection<Report> containers, Collection<Report> departed) {
    departed.forEach(report -> pending.remove(report.id(), report));
    Map<String, Report> now = new LinkedHashMap<>();
    containers.forEach(report -> now.put(report.id(), report));
    acknowledged = now;
  }

  private static boolean isSameEnd(Report one, Report other) {
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
