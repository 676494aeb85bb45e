/** The HTTP server, put together. */
@NullMarked
package rollcall.server.http;

import org.jspecify.annotations.NullMarked;
