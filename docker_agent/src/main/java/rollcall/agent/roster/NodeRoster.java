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
  private final Digest digest = new Digest();
  private final ReadLog log = new ReadLog(System::nanoTime);
  private final Map<String, ContainerLifecycle> lifecycles = new HashMap<>();
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
    events.forEach(this::apply);
    NodeSnapshot now = containers.list();
    snapshot = now;
    // A listed container beyond the report's limit is not removed.
    Set<String> removedIds = new HashSet<>(known.keySet());
    removedIds.addAll(lifecycles.keySet());
    removedIds.removeAll(now.ids());
    removedIds.forEach(this::remove);
    known = merged(now.containers());
    read.retainAll(known.keySet());
    pending.clear();
    @Nullable String failure = inspect(unresponsive.without(unreadFirst()));
    reportMissedEnds();
    log.synced(now.listed(), unread(now), failure);
    return report(now);
  }

  @Override
  public NodeReport update(List<ContainerEvent> events) {
    @Nullable NodeSnapshot last = snapshot;
    if (last == null) {
      return reconcile(events);
    }
    Set<String> changed = new LinkedHashSet<>(pending);
    pending.clear();
    for (ContainerEvent event : events) {
      apply(event);
      changed.add(event.id());
    }
    changed.removeIf(removed::has);
    inspect(changed);
    reportMissedEnds();
    return report(last);
  }

  @Override
  public boolean hasPendingUpdate() {
    return !pending.isEmpty();
  }

  @Override
  public void acknowledged(NodeReport report) {
    removed.acknowledge(report.containers(), report.departed());
  }

  private void apply(ContainerEvent event) {
    if (removed.has(event.id())) {
      // The inspection was faster than the event.
      removed.update(event);
      return;
    }
    ContainerLifecycle before = lifecycles.getOrDefault(event.id(), ContainerLifecycle.UNKNOWN);
    if (event.action().equals("start")) {
      addMissedEnd(event.id(), before);
    }
    lifecycles.put(event.id(), before.then(event));
  }

  /** Records the end of a container that was reported as running and runs again. */
  private void addMissedEnd(String id, ContainerLifecycle lifecycle) {
    @Nullable Report report = known.get(id);
    if (report != null && ContainerEnds.isRunning(report) && lifecycle.finished() != null) {
      missed.add(lifecycle.endBeforeRestart(report));
    }
  }

  private void reportMissedEnds() {
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
      removed.restore(listed.id());
      @Nullable Report before = known.get(listed.id());
      boolean isUnchanged =
          before != null
              && Objects.equals(before.node(), listed.node())
              && before.state() == listed.state()
              && before.name().equals(listed.name());
      boolean wasInspected = before != null && before.restarts() != null;
      merged.put(
          listed.id(),
          before != null && wasInspected
              ? isUnchanged ? before : ContainerEnds.listed(before, listed)
              : listed);
    }
    return merged;
  }

  private List<String> unreadFirst() {
    return known.keySet().stream().sorted(Comparator.comparing(read::contains)).toList();
  }

  /** Inspects containers; returns the reason of a failed inspection, if any. */
  private @Nullable String inspect(Collection<String> ids) {
    Map<String, @Nullable Report> requested = new LinkedHashMap<>();
    ids.forEach(id -> requested.put(id, known.get(id)));
    List<Inspection> inspections = containers.inspect(requested);
    @Nullable String failure = null;
    read.removeAll(ids);
    for (Inspection inspection : inspections) {
      if (inspection.report() != null) {
        onInspected(inspection.report());
      } else if (inspection.isGone() && !isListed(inspection.id())) {
        remove(inspection.id());
      } else {
        failure = "container " + inspection.id() + ": " + inspection.failure();
      }
    }
    unresponsive.answered(ids, inspections.stream().map(Inspection::id).toList());
    return failure;
  }

  /** The engine's list overrides a failed inspection, unless there was an event of the removal. */
  private boolean isListed(String id) {
    @Nullable ContainerLifecycle lifecycle = lifecycles.get(id);
    return snapshot != null
        && snapshot.ids().contains(id)
        && (lifecycle == null || !lifecycle.isDestroyed());
  }

  private void onInspected(Report inspected) {
    String id = inspected.id();
    if (known.size() == Bounds.CONTAINERS && !known.containsKey(id)) {
      return;
    }
    ContainerLifecycle lifecycle = lifecycles.getOrDefault(id, ContainerLifecycle.UNKNOWN);
    if (ContainerEnds.isRunning(inspected)) {
      addMissedEnd(id, lifecycle);
    }
    known.put(id, lifecycle.complete(inspected, known.get(id)));
    read.add(id);
    discardLifecycle(inspected);
  }

  /** Discards the lifecycle if the inspection already includes it. */
  private void discardLifecycle(Report report) {
    if (report.state() == State.RUNNING) {
      lifecycles.computeIfPresent(
          report.id(), (id, lifecycle) -> lifecycle.finished() == null ? lifecycle : null);
    } else if (ContainerLifecycle.isTerminal(report.state())) {
      lifecycles.remove(report.id());
    }
  }

  private void remove(String id) {
    @Nullable Report last = known.remove(id);
    @Nullable ContainerLifecycle noted = lifecycles.remove(id);
    read.remove(id);
    ContainerLifecycle lifecycle = noted == null ? ContainerLifecycle.UNKNOWN : noted;
    if (removed.has(id)) {
      return;
    }
    if (last != null) {
      removed.add(last, lifecycle);
    } else if (lifecycle.last() != null && snapshot != null && lifecycle.isReportable()) {
      removed.add(lifecycle.last().report(snapshot.node().name()), lifecycle);
    }
  }

  private int unread(NodeSnapshot last) {
    return omitted(last) + known.size() - read.size();
  }

  /** Number of listed containers that a report cannot include. */
  private static int omitted(NodeSnapshot last) {
    return last.listed() - last.containers().size();
  }

  private NodeReport report(NodeSnapshot last) {
    String node = last.node().name();
    List<Report> reports =
        known.values().stream().filter(report -> node.equals(report.node())).toList();
    List<Report> departed = removed.pending(node);
    // Events have added and removed containers since the list.
    NodeSnapshot now =
        new NodeSnapshot(
            last.node(), last.swarm(), last.ids(), reports, known.size() + omitted(last));
    int unread = unread(last);
    updateMetrics(reports, departed.size(), now.listed(), unread);
    return containers.report(now, reports, departed, digest.of(now, reports, unread), unread);
  }

  private void updateMetrics(List<Report> reports, int pendingCount, int listed, int unread) {
    Map<State, Integer> states = new EnumMap<>(State.class);
    for (State state : State.values()) {
      states.put(state, 0);
    }
    reports.forEach(
        report ->
            states.merge(report.state() == null ? State.UNKNOWN : report.state(), 1, Integer::sum));
    metrics.roster(states, pendingCount, listed, unread);
  }
}
