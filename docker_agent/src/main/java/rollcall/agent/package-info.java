/** The node's agent: its program, its settings, and how its parts are put together. */
@NullMarked
package rollcall.agent;

import org.jspecify.annotations.NullMarked;
