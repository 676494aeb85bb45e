package rollcall.agent.docker.node;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Report;
import rollcall.api.node.SwarmSnapshot;

/**
 * The containers that an engine lists, and what else it reports about its node.
 *
 * @param node what the engine tells of itself
 * @param swarm the swarm, if this node manages one
 * @param ids of all its containers
 * @param containers as the list alone tells them, running ones first; no more than a report can
 *     carry
 * @param listed how many the engine lists, those without a usable id among them
 */
public record NodeSnapshot(
    NodeFacts node,
    @Nullable SwarmSnapshot swarm,
    Set<String> ids,
    List<Report> containers,
    int listed) {}
