/** Reads the engine's stream of container events. */
@NullMarked
package rollcall.agent.docker.event;

import org.jspecify.annotations.NullMarked;
