/** Maps the engine's description of a container to a report. */
@NullMarked
package rollcall.agent.docker.container;

import org.jspecify.annotations.NullMarked;
