/** What containers use of memory and processor. */
@NullMarked
package rollcall.agent.docker.usage;

import org.jspecify.annotations.NullMarked;
