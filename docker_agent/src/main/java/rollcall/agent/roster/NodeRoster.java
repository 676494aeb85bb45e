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
import rollcall.agent.docker.ContainerEvent;
import rollcall.agent.docker.Listing;
import rollcall.agent.docker.Look;
import rollcall.agent.docker.NodeContainers;
import rollcall.agent.metrics.Metrics;
import rollcall.api.Bounds;
import rollcall.api.NodeReport;
import rollcall.api.Report;
import rollcall.api.State;

/**
 * The last known report of each container of the node. A full look at the engine brings all of them
 * up to date, an event the one that it is about. For one thread.
 */
public final class NodeRoster implements Roster {
  private final NodeContainers containers;
  private final Metrics metrics;
  private final Departed departed = new Departed();
  private final MissedEnds missed = new MissedEnds();
  private final Silent silent = new Silent(System::nanoTime);
  private final ReadLog log = new ReadLog(System::nanoTime);
  private final Map<String, Fate> fates = new HashMap<>();
  // Those that the last look found; the others are known from the list alone, or as they were.
  private final Set<String> read = new HashSet<>();
  private final Set<String> pending = new LinkedHashSet<>();
  private Map<String, Report> known = new LinkedHashMap<>();
  private @Nullable Listing listing;

  public NodeRoster(NodeContainers containers, Metrics metrics) {
    this.containers = containers;
    this.metrics = metrics;
  }

  @Override
  public NodeReport reconcile(List<ContainerEvent> events) {
    events.forEach(this::note);
    Listing now = containers.listing();
    listing = now;
    // Beyond the limit of a list a container still is there, only out of sight.
    Set<String> gone = new HashSet<>(known.keySet());
    gone.addAll(fates.keySet());
    gone.removeAll(now.ids());
    gone.forEach(this::depart);
    known = merged(now.containers());
    read.retainAll(known.keySet());
    pending.clear();
    @Nullable String failure = look(silent.without(unreadFirst()));
    tellMissedEnds();
    log.looked(now.listed(), unread(now), failure);
    return report(now);
  }

  @Override
  public NodeReport update(List<ContainerEvent> events) {
    @Nullable Listing last = listing;
    if (last == null) {
      return reconcile(events);
    }
    Set<String> touched = new LinkedHashSet<>(pending);
    pending.clear();
    for (ContainerEvent event : events) {
      note(event);
      touched.add(event.id());
    }
    touched.removeIf(departed::has);
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
    departed.told(report.containers(), report.departed());
  }

  private void note(ContainerEvent event) {
    if (departed.has(event.id())) {
      // The engine had told of its end, but the look was quicker.
      departed.late(event);
      return;
    }
    Fate before = fates.getOrDefault(event.id(), Fate.UNTOLD);
    if (event.action().equals("start")) {
      miss(event.id(), before);
    }
    fates.put(event.id(), before.then(event));
  }

  /** A container that was known as running has ended, and runs again. */
  private void miss(String id, Fate fate) {
    @Nullable Report report = known.get(id);
    if (report != null && Ends.runs(report) && fate.finished() != null) {
      missed.add(fate.between(report));
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

  /** What is known of the containers of a list, in its order. */
  private Map<String, Report> merged(List<Report> list) {
    Map<String, Report> merged = new LinkedHashMap<>();
    for (Report listed : list) {
      departed.back(listed.id());
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
              ? isAsBefore ? before : Ends.listed(before, listed)
              : listed);
    }
    return merged;
  }

  private List<String> unreadFirst() {
    return known.keySet().stream().sorted(Comparator.comparing(read::contains)).toList();
  }

  /** Looks at these, and says why the engine does not describe one of them, if so. */
  private @Nullable String look(Collection<String> ids) {
    Map<String, @Nullable Report> asked = new LinkedHashMap<>();
    ids.forEach(id -> asked.put(id, known.get(id)));
    List<Look> looks = containers.inspect(asked);
    @Nullable String failure = null;
    read.removeAll(ids);
    for (Look look : looks) {
      if (look.report() != null) {
        found(look.report());
      } else if (look.isGone() && !isListed(look.id())) {
        depart(look.id());
      } else {
        failure = "container " + look.id() + ": " + look.failure();
      }
    }
    silent.answered(ids, looks.stream().map(Look::id).toList());
    return failure;
  }

  /** What the list had counts for more than a look, unless the engine told of its removal. */
  private boolean isListed(String id) {
    @Nullable Fate fate = fates.get(id);
    return listing != null && listing.ids().contains(id) && (fate == null || !fate.isDestroyed());
  }

  private void found(Report seen) {
    String id = seen.id();
    if (known.size() == Bounds.CONTAINERS && !known.containsKey(id)) {
      return;
    }
    Fate fate = fates.getOrDefault(id, Fate.UNTOLD);
    if (Ends.runs(seen)) {
      miss(id, fate);
    }
    known.put(id, fate.complete(seen, known.get(id)));
    read.add(id);
    settle(seen);
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
    read.remove(id);
    Fate fate = told == null ? Fate.UNTOLD : told;
    if (departed.has(id)) {
      return;
    }
    if (last != null) {
      departed.add(last, fate);
    } else if (fate.last() != null && listing != null && fate.isTelling()) {
      departed.add(fate.last().report(listing.node().name()), fate);
    }
  }

  private int unread(Listing last) {
    return beyond(last) + known.size() - read.size();
  }

  /** Containers that the engine lists and no report can name. */
  private static int beyond(Listing last) {
    return last.listed() - last.containers().size();
  }

  private NodeReport report(Listing last) {
    String node = last.node().name();
    List<Report> reports =
        known.values().stream().filter(report -> node.equals(report.node())).toList();
    List<Report> gone = departed.waiting(node);
    // Events tell of containers that came and went since the list.
    Listing now =
        new Listing(last.node(), last.swarm(), last.ids(), reports, known.size() + beyond(last));
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
