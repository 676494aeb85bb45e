package rollcall.agent.roster;

import java.util.List;
import rollcall.agent.docker.event.ContainerEvent;
import rollcall.api.node.NodeReport;

/** The source of the announcer's reports. */
public interface Roster {
  /** Lists and inspects all containers. */
  NodeReport reconcile(List<ContainerEvent> events);

  /** Inspects only the containers of these events. */
  NodeReport update(List<ContainerEvent> events);

  /** Whether the last report contained an intermediate state, so that another update is due. */
  default boolean hasPendingUpdate() {
    return false;
  }

  /** Marks the server's acknowledgement of a list, including its departed containers. */
  void acknowledged(NodeReport report);
}
