/** Reads the node, all its containers, and its swarm from the engine. */
@NullMarked
package rollcall.agent.docker.node;

import org.jspecify.annotations.NullMarked;
