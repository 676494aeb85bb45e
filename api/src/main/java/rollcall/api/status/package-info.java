/** What a server says of itself, and its request log. */
@NullMarked
package rollcall.api.status;

import org.jspecify.annotations.NullMarked;
