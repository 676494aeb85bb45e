package rollcall.agent.roster;

import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rollcall.agent.docker.event.ContainerEvent;
import rollcall.agent.docker.node.Inspection;
import rollcall.agent.docker.node.NodeContainers;
import rollcall.agent.docker.node.NodeSnapshot;
import rollcall.agent.metrics.Metrics;
import rollcall.api.Bounds;
import rollcall.api.container.Report;
import rollcall.api.container.State;
import rollcall.api.node.NodeReport;

/**
 * The last known report of each container of the node. A full sync updates all of them, events
 * update single ones. Not thread-safe.
 */
public final class NodeRoster implements Roster {
  private final NodeContainers containers;
  private final Metrics metrics;
  private final RemovedContainers removed = new RemovedContainers();
  private final MissedEnds missed = new MissedEnds();
  private final UnresponsiveContainers unresponsive = new UnresponsiveContainers(System::nanoTime);
  private final ReadLog log = new ReadLog(System::nanoTime);
  private final Map<String, ContainerLifecycle> fates = new HashMap<>();
  // Successfully inspected containers; the others are known from the list, or as they were before.
  private final Set<String> read = new HashSet<>();
  private final Set<String> pending = new LinkedHashSet<>();
  private Map<String, Report> known = new LinkedHashMap<>();
  private @Nullable NodeSnapshot snapshot;

  public NodeRoster(NodeContainers containers, Metrics metrics) {
    this.containers = containers;
    this.metrics = metrics;
  }

  @Override
  public NodeReport reconcile(List<ContainerEvent> events) {
    events.forEach(this::note);
    NodeSnapshot now = containers.listing();
    snapshot = now;
    // A listed container beyond the report's limit is not removed.
    Set<String> gone = new HashSet<>(known.keySet());
    gone.addAll(fates.keySet());
    gone.removeAll(now.ids());
    gone.forEach(this::depart);
    known = merged(now.containers());
    read.retainAll(known.keySet());
    pending.clear();
    @Nullable String failure = look(unresponsive.without(unreadFirst()));
    tellMissedEnds();
    log.looked(now.listed(), unread(now), failure);
    return report(now);
  }

  @Override
  public NodeReport update(List<ContainerEvent> events) {
    @Nullable NodeSnapshot last = snapshot;
    if (last == null) {
      return reconcile(events);
    }
    Set<String> touched = new LinkedHashSet<>(pending);
    pending.clear();
    for (ContainerEvent event : events) {
      note(event);
      touched.add(event.id());
    }
    touched.removeIf(removed::has);
    look(touched);
    tellMissedEnds();
    return report(last);
  }

  @Override
  public boolean isBehind() {
    return !pending.isEmpty();
  }

  @Override
  public void acknowledged(NodeReport report) {
    removed.acknowledged(report.containers(), report.departed());
  }

  private void note(ContainerEvent event) {
    if (removed.has(event.id())) {
      // The inspection was faster than the event.
      removed.update(event);
      return;
    }
    ContainerLifecycle before = fates.getOrDefault(event.id(), ContainerLifecycle.UNTOLD);
    if (event.action().equals("start")) {
      miss(event.id(), before);
    }
    fates.put(event.id(), before.then(event));
  }

  /** Records the end of a container that was reported as running and runs again. */
  private void miss(String id, ContainerLifecycle lifecycle) {
    @Nullable Report report = known.get(id);
    if (report != null && ContainerEnds.runs(report) && lifecycle.finished() != null) {
      missed.add(lifecycle.between(report));
    }
  }

  private void tellMissedEnds() {
    missed
        .next()
        .forEach(
            (id, end) -> {
              if (known.containsKey(id)) {
                known.put(id, end);
                pending.add(id);
              }
            });
  }

  /** Merges the engine's list with the known reports, in the list's order. */
  private Map<String, Report> merged(List<Report> list) {
    Map<String, Report> merged = new LinkedHashMap<>();
    for (Report listed : list) {
      removed.back(listed.id());
      @Nullable Report before = known.get(listed.id());
      boolean isAsBefore =
          before != null
              && Objects.equals(before.node(), listed.node())
              && before.state() == listed.state()
              && before.name().equals(listed.name());
      boolean isDescribed = before != null && before.restarts() != null;
      merged.put(
          listed.id(),
          before != null && isDescribed
              ? isAsBefore ? before : ContainerEnds.listed(before, listed)
              : listed);
    }
    return merged;
  }

  private List<String> unreadFirst() {
    return known.keySet().stream().sorted(Comparator.comparing(read::contains)).toList();
  }

  /** Inspects containers; returns the reason of a failed inspection, if any. */
  private @Nullable String look(Collection<String> ids) {
    Map<String, @Nullable Report> asked = new LinkedHashMap<>();
    ids.forEach(id -> asked.put(id, known.get(id)));
    List<Inspection> looks = containers.inspect(asked);
    @Nullable String failure = null;
    read.removeAll(ids);
    for (Inspection inspection : looks) {
      if (inspection.report() != null) {
        found(inspection.report());
      } else if (inspection.isGone() && !isListed(inspection.id())) {
        depart(inspection.id());
      } else {
        failure = "container " + inspection.id() + ": " + inspection.failure();
      }
    }
    unresponsive.answered(ids, looks.stream().map(Inspection::id).toList());
    return failure;
  }

  /** The engine's list overrides a failed inspection, unless there was an event of the removal. */
  private boolean isListed(String id) {
    @Nullable ContainerLifecycle lifecycle = fates.get(id);
    return snapshot != null
        && snapshot.ids().contains(id)
        && (lifecycle == null || !lifecycle.isDestroyed());
  }

  private void found(Report seen) {
    String id = seen.id();
    if (known.size() == Bounds.CONTAINERS && !known.containsKey(id)) {
      return;
    }
    ContainerLifecycle lifecycle = fates.getOrDefault(id, ContainerLifecycle.UNTOLD);
    if (ContainerEnds.runs(seen)) {
      miss(id, lifecycle);
    }
    known.put(id, lifecycle.complete(seen, known.get(id)));
    read.add(id);
    settle(seen);
  }

  /** Discards the lifecycle if the inspection already includes it. */
  private void settle(Report report) {
    if (report.state() == State.RUNNING) {
      fates.computeIfPresent(
          report.id(), (id, lifecycle) -> lifecycle.finished() == null ? lifecycle : null);
    } else if (ContainerLifecycle.isLasting(report.state())) {
      fates.remove(report.id());
    }
  }

  private void depart(String id) {
    @Nullable Report last = known.remove(id);
    @Nullable ContainerLifecycle told = fates.remove(id);
    read.remove(id);
    ContainerLifecycle lifecycle = told == null ? ContainerLifecycle.UNTOLD : told;
    if (removed.has(id)) {
      return;
    }
    if (last != null) {
      removed.add(last, lifecycle);
    } else if (lifecycle.last() != null && snapshot != null && lifecycle.isTelling()) {
      removed.add(lifecycle.last().report(snapshot.node().name()), lifecycle);
    }
  }

  private int unread(NodeSnapshot last) {
    return beyond(last) + known.size() - read.size();
  }

  /** Number of listed containers that a report cannot include. */
  private static int beyond(NodeSnapshot last) {
    return last.listed() - last.containers().size();
  }

  private NodeReport report(NodeSnapshot last) {
    String node = last.node().name();
    List<Report> reports =
        known.values().stream().filter(report -> node.equals(report.node())).toList();
    List<Report> gone = removed.waiting(node);
    // Events have added and removed containers since the list.
    NodeSnapshot now =
        new NodeSnapshot(
            last.node(), last.swarm(), last.ids(), reports, known.size() + beyond(last));
    int unread = unread(last);
    measure(reports, gone.size(), now.listed(), unread);
    return containers.report(now, reports, gone, Digest.of(now, reports, unread), unread);
  }

  private void measure(List<Report> reports, int waiting, int listed, int unread) {
    Map<State, Integer> states = new EnumMap<>(State.class);
    for (State state : State.values()) {
      states.put(state, 0);
    }
    reports.forEach(
        report ->
            states.merge(report.state() == null ? State.UNKNOWN : report.state(), 1, Integer::sum));
    metrics.roster(states, waiting, listed, unread);
  }
}
