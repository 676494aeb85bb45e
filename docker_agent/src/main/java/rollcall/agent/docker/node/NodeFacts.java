package rollcall.agent.docker.node;

import org.jspecify.annotations.Nullable;
import rollcall.agent.docker.json.Fields;
import rollcall.api.Bounds;

/**
 * What an engine reports about itself and its role in a swarm.
 *
 * @param name the node's name
 * @param engineId that the engine gave itself; absent where it gives another one each time
 * @param address that the node advertises to the swarm; absent outside one
 * @param swarmNode the node's id in the swarm
 * @param swarmState the engine's word: {@code inactive}, {@code active} …
 * @param manager whether it manages a swarm that can be asked
 */
public record NodeFacts(
    String name,
    @Nullable String engineVersion,
    @Nullable String engineId,
    @Nullable String address,
    @Nullable String swarmNode,
    @Nullable String swarmState,
    boolean manager) {

  /** Of an engine that does not tell. */
  static NodeFacts unknown(String name) {
    return new NodeFacts(name, null, null, null, null, null, false);
  }

  static NodeFacts read(Fields info, String name) {
    Fields swarm = info.object("Swarm");
    return new NodeFacts(
        name,
        info.text("ServerVersion", 64),
        info.whole("ID", Bounds.ID),
        swarm.whole("NodeAddr", 64),
        swarm.whole("NodeID", Bounds.ID),
        swarm.whole("LocalNodeState", 16),
        Boolean.TRUE.equals(swarm.flag("ControlAvailable")));
  }

  /** The same for an engine whose id is none: Podman makes a new one for each question. */
  NodeFacts withoutEngineId() {
    return new NodeFacts(name, engineVersion, null, address, swarmNode, swarmState, manager);
  }
}
