package rollcall.agent.announcer;

import java.util.List;
import rollcall.agent.docker.event.ContainerEvent;

/**
 * Why the announcer woke up; neither an event nor a call means that its time was over.
 *
 * @param events what happened meanwhile
 * @param full whether a full look is called for
 */
public record EventBatch(List<ContainerEvent> events, boolean full) {}
