/** A server's status, and its request log. */
@NullMarked
package rollcall.api.status;

import org.jspecify.annotations.NullMarked;
