package rollcall.agent.announcer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Report;
import rollcall.api.container.State;
import rollcall.api.node.Heartbeat;
import rollcall.api.node.ListUpdate;
import rollcall.api.node.NodeReport;
import rollcall.api.node.Sender;

/** Finds what changed between two lists of a node. */
final class ListDifference {
  private static final Set<State> MEASURED = Set.of(State.RUNNING, State.PAUSED);

  private ListDifference() {}

  /**
   * Returns the update from one list to the next; empty if the node itself changed, or if most
   * containers did, so that the list is hardly larger.
   */
  static Optional<ListUpdate> between(NodeReport base, NodeReport list, Supplier<Sender> sender) {
    if (base.digest() == null || list.digest() == null || !isSameNode(base, list)) {
      return Optional.empty();
    }
    Map<String, Report> before = new HashMap<>();
    base.containers().forEach(report -> before.put(report.id(), report));
    List<Report> changed = new ArrayList<>();
    List<Report> measured = new ArrayList<>();
    for (Report report : list.containers()) {
      @Nullable Report known = before.remove(report.id());
      if (known == null || !isSameExceptMeasurements(known, report)) {
        changed.add(report);
      } else if (!known.equals(report)) {
        measured.add(report);
      }
    }
    if (changed.size() + list.departed().size() > list.containers().size() / 2) {
      return Optional.empty();
    }
    return Optional.of(
        new ListUpdate(
            base.digest(),
            new Heartbeat(list.timestamp(), list.digest(), usage(measured), sender.get()),
            changed,
            list.departed(),
            List.copyOf(before.keySet()),
            list.listed(),
            list.unread()));
  }

  private static boolean isSameNode(NodeReport one, NodeReport other) {
    return one.agentVersion().equals(other.agentVersion())
        && Objects.equals(one.engineVersion(), other.engineVersion())
        && Objects.equals(one.engineId(), other.engineId())
        && Objects.equals(one.address(), other.address())
        && Objects.equals(one.swarm(), other.swarm())
        && Objects.equals(one.swarmNode(), other.swarmNode())
        && Objects.equals(one.swarmState(), other.swarmState());
  }

  private static boolean isSameExceptMeasurements(Report one, Report other) {
    return one.equals(other)
        || one.toBuilder()
            .timestamp(other.timestamp())
            .memoryUsage(other.memoryUsage())
            .cpuUsage(other.cpuUsage())
            .build()
            .equals(other);
  }

  /** The measurements of the containers that run. */
  static Map<String, Heartbeat.Usage> usage(List<Report> containers) {
    Map<String, Heartbeat.Usage> usage = new HashMap<>();
    for (Report container : containers) {
      if (container.state() != null && MEASURED.contains(container.state())) {
        usage.put(
            container.id(), new Heartbeat.Usage(container.memoryUsage(), container.cpuUsage()));
      }
    }
    return usage;
  }
}
