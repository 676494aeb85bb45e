/** Writes the request log. */
@NullMarked
package rollcall.server.requestlog;

import org.jspecify.annotations.NullMarked;
