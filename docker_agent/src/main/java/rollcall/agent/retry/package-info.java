/** Pauses between retries, and warnings that are logged once. */
@NullMarked
package rollcall.agent.retry;

import org.jspecify.annotations.NullMarked;
