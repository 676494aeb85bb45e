/** Tells a receiver elsewhere, by HTTP, what an operator wants to know at once. */
@NullMarked
package rollcall.server.webhook;

import org.jspecify.annotations.NullMarked;
