package rollcall.agent.roster;

import java.util.List;
import rollcall.agent.docker.event.ContainerEvent;
import rollcall.api.node.NodeReport;

/** What the announcer announces. */
public interface Roster {
  /** After a full look at the engine. */
  NodeReport reconcile(List<ContainerEvent> events);

  /** After a look at the containers that these events are about; the rest is as it was. */
  NodeReport update(List<ContainerEvent> events);

  /** Whether the last report was of a moment that has passed: an update tells more already. */
  default boolean isBehind() {
    return false;
  }

  /** The server has this list now, its departed containers included. */
  void acknowledged(NodeReport report);
}
