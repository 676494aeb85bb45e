package rollcall.agent.announcer;

import java.util.List;
import rollcall.agent.docker.event.ContainerEvent;

/**
 * Events and requests for a full sync that wake up the announcer; empty after a timeout.
 *
 * @param events all events since the last batch
 * @param full whether a full sync was requested
 */
public record EventBatch(List<ContainerEvent> events, boolean full) {}
