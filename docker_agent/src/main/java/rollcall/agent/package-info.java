/** The agent: main program, settings, and the composition of its components. */
@NullMarked
package rollcall.agent;

import org.jspecify.annotations.NullMarked;
