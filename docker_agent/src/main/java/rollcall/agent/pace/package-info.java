/** Pauses: between rounds, and between retries. */
@NullMarked
package rollcall.agent.pace;

import org.jspecify.annotations.NullMarked;
