/** Reads the engine's JSON leniently: fields may be missing or of another type. */
@NullMarked
package rollcall.agent.docker.json;

import org.jspecify.annotations.NullMarked;
