package rollcall.agent.roster;

import java.time.Clock;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rollcall.agent.docker.ContainerEvent;
import rollcall.agent.docker.Listing;
import rollcall.agent.docker.Look;
import rollcall.agent.docker.NodeContainers;
import rollcall.agent.metrics.Metrics;
import rollcall.api.Bounds;
import rollcall.api.NodeReport;
import rollcall.api.Report;
import rollcall.api.State;
import rollcall.api.Version;

/**
 * The last known report of each container of the node. A full look at the engine brings all of them
 * up to date, an event the one that it is about. For one thread.
 */
public final class NodeRoster implements Roster {
  private final NodeContainers containers;
  private final Clock clock;
  private final Metrics metrics;
  private final Departed departed = new Departed();
  private final Silent silent;
  private final Map<String, Fate> fates = new HashMap<>();
  private Map<String, Report> known = new LinkedHashMap<>();
  private @Nullable Listing listing;

  public NodeRoster(NodeContainers containers, Clock clock, Metrics metrics) {
    this.containers = containers;
    this.clock = clock;
    this.metrics = metrics;
    this.silent = new Silent(System::nanoTime);
  }

  @Override
  public NodeReport reconcile(List<ContainerEvent> events) {
    events.forEach(this::note);
    Listing now = containers.listing();
    listing = now;
    // Beyond the limit of a list a container still is there, only out of sight.
    Set<String> there = Set.copyOf(now.ids());
    Set<String> gone = new HashSet<>(known.keySet());
    gone.addAll(fates.keySet());
    gone.removeAll(there);
    gone.forEach(this::depart);
    List<String> ids = now.ids().stream().limit(Bounds.CONTAINERS).toList();
    known = inOrder(ids);
    look(silent.without(ids));
    return report(now);
  }

  @Override
  public NodeReport update(List<ContainerEvent> events) {
    @Nullable Listing last = listing;
    if (last == null) {
      return reconcile(events);
    }
    Set<String> touched = new LinkedHashSet<>();
    for (ContainerEvent event : events) {
      note(event);
      touched.add(event.id());
    }
    touched.removeIf(departed::has);
    look(touched);
    return report(last);
  }

  @Override
  public void acknowledged(NodeReport report) {
    departed.told(report.containers(), report.departed());
  }

  private void note(ContainerEvent event) {
    if (departed.has(event.id())) {
      // The engine had told of its end, but the look was quicker.
      departed.late(event);
    } else {
      fates.merge(event.id(), Fate.UNTOLD.then(event), (before, first) -> before.then(event));
    }
  }

  private void look(Collection<String> ids) {
    List<Look> looks = containers.inspect(ids);
    for (Look look : looks) {
      if (look.report() == null) {
        depart(look.id());
      } else if (known.size() < Bounds.CONTAINERS || known.containsKey(look.id())) {
        known.put(look.id(), look.report());
        settle(look.report());
      }
    }
    silent.answered(ids, looks.stream().map(Look::id).toList());
  }

  /**
   * The look came after the events: it knows how an ended container ended, or that it runs again.
   */
  private void settle(Report report) {
    if (report.state() == State.RUNNING) {
      fates.computeIfPresent(report.id(), (id, fate) -> fate.finished() == null ? fate : null);
    } else if (Fate.isLasting(report.state())) {
      fates.remove(report.id());
    }
  }

  private void depart(String id) {
    @Nullable Report last = known.remove(id);
    @Nullable Fate told = fates.remove(id);
    Fate fate = told == null ? Fate.UNTOLD : told;
    if (departed.has(id)) {
      return;
    }
    if (last != null) {
      departed.add(last, fate);
    } else if (fate.last() != null && listing != null && fate.isTelling()) {
      departed.add(fate.last().report(listing.node()), fate);
    }
  }

  private Map<String, Report> inOrder(List<String> ids) {
    Map<String, Report> ordered = new LinkedHashMap<>();
    for (String id : ids) {
      @Nullable Report report = known.get(id);
      if (report != null) {
        ordered.put(id, report);
      }
    }
    return ordered;
  }

  private NodeReport report(Listing last) {
    List<Report> reports =
        known.values().stream().filter(report -> last.node().equals(report.node())).toList();
    List<Report> gone = departed.waiting(last.node());
    measure(reports, gone.size());
    return new NodeReport(
        clock.instant(),
        Version.CURRENT,
        last.engineVersion(),
        last.address(),
        reports,
        gone,
        Digest.of(last, reports),
        last.swarm());
  }

  private void measure(List<Report> reports, int waiting) {
    Map<State, Integer> states = new EnumMap<>(State.class);
    for (State state : State.values()) {
      states.put(state, 0);
    }
    reports.forEach(
        report ->
            states.merge(report.state() == null ? State.UNKNOWN : report.state(), 1, Integer::sum));
    metrics.roster(states, waiting);
  }
}
