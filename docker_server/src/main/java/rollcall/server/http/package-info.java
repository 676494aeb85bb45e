/** The HTTP server, assembled from handlers and routes. */
@NullMarked
package rollcall.server.http;

import org.jspecify.annotations.NullMarked;
