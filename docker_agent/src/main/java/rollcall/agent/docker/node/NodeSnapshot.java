package rollcall.agent.docker.node;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Report;
import rollcall.api.node.SwarmSnapshot;

/**
 * The engine's list of containers, and its description of the node.
 *
 * @param node the engine's description of itself
 * @param swarm the swarm, if this node is a manager
 * @param ids of all listed containers
 * @param containers the list's data, running ones first, limited to the size of a report
 * @param listed number of listed containers, including those without a valid id
 */
public record NodeSnapshot(
    NodeFacts node,
    @Nullable SwarmSnapshot swarm,
    Set<String> ids,
    List<Report> containers,
    int listed) {}
