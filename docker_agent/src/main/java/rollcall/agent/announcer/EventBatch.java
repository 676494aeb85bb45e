package rollcall.agent.announcer;

import java.util.List;
import rollcall.agent.docker.event.ContainerEvent;

/**
 * What woke the announcer: the containers that events were about, or a request for a full sync.
 * Empty when the interval was over.
 *
 * @param events what happened meanwhile
 * @param full whether a full look is called for
 */
public record EventBatch(List<ContainerEvent> events, boolean full) {}
