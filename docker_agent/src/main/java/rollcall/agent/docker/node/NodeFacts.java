package rollcall.agent.docker.node;

import org.jspecify.annotations.Nullable;
import rollcall.agent.docker.json.Fields;
import rollcall.api.Bounds;

/**
 * The engine's description of itself and its role in a swarm.
 *
 * @param name the node's name
 * @param engineId the engine's id; absent if it changes with each request
 * @param address the node's advertised address; absent outside a swarm
 * @param swarmNode the node's id in the swarm
 * @param swarmState Docker's LocalNodeState: {@code inactive}, {@code active} …
 * @param manager whether it is a manager of a reachable swarm
 */
public record NodeFacts(
    String name,
    @Nullable String engineVersion,
    @Nullable String engineId,
    @Nullable String address,
    @Nullable String swarmNode,
    @Nullable String swarmState,
    boolean manager) {

  /** A node with nothing but its name. */
  static NodeFacts unknown(String name) {
    return new NodeFacts(name, null, null, null, null, null, false);
  }

  static NodeFacts read(Fields info, String name) {
    Fields swarm = info.object("Swarm");
    return new NodeFacts(
        name,
        info.text("ServerVersion", 64),
        info.textWithin("ID", Bounds.ID),
        swarm.textWithin("NodeAddr", 64),
        swarm.textWithin("NodeID", Bounds.ID),
        swarm.textWithin("LocalNodeState", 16),
        Boolean.TRUE.equals(swarm.flag("ControlAvailable")));
  }

  /** The same without the id, because Podman generates a new one for each request. */
  NodeFacts withoutEngineId() {
    return new NodeFacts(name, engineVersion, null, address, swarmNode, swarmState, manager);
  }
}
