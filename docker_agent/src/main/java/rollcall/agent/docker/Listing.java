package rollcall.agent.docker;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.api.SwarmView;

/**
 * Which containers a node has, and what else its engine tells of it.
 *
 * @param node the node's name
 * @param address the address that the node advertises to the swarm; absent outside one
 * @param swarm the swarm, if this node manages one
 * @param ids of all its containers, running ones first
 */
public record Listing(
    String node,
    @Nullable String engineVersion,
    @Nullable String address,
    @Nullable SwarmView swarm,
    List<String> ids) {}
