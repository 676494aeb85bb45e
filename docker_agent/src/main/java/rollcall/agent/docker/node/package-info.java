/** What the engine knows of its node, of all its containers, and of its swarm. */
@NullMarked
package rollcall.agent.docker.node;

import org.jspecify.annotations.NullMarked;
