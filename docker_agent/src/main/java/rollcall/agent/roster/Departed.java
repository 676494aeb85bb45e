package rollcall.agent.roster;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rollcall.api.Bounds;
import rollcall.api.Report;

/** Containers that are gone, until the server knows how each ended. */
final class Departed {
  private static final int MOST = Bounds.CONTAINERS;

  private final Map<String, Report> waiting = bounded();
  // Late events of a container that is gone already must not report it once more.
  private final Map<String, Boolean> gone = bounded();
  private Map<String, Report> told = Map.of();

  void add(Report last) {
    gone.put(last.id(), true);
    @Nullable Report before = told.get(last.id());
    if (before == null || !endsAlike(before, last)) {
      waiting.put(last.id(), last);
    }
  }

  boolean has(String id) {
    return gone.containsKey(id);
  }

  /** Those of this node: the engine's hostname may have changed meanwhile. */
  List<Report> waiting(String node) {
    waiting.values().removeIf(report -> !node.equals(report.node()));
    return List.copyOf(waiting.values());
  }

  /** The server has these now. */
  void told(Collection<Report> containers, Collection<Report> departed) {
    departed.forEach(report -> waiting.remove(report.id(), report));
    Map<String, Report> now = new LinkedHashMap<>();
    containers.forEach(report -> now.put(report.id(), report));
    told = now;
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
        return size() > MOST;
      }
    };
  }
}
