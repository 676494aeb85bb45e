/** The request log's writer. */
@NullMarked
package rollcall.server.requestlog;

import org.jspecify.annotations.NullMarked;
