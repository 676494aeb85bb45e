/** The routes, a class for each resource. */
@NullMarked
package rollcall.server.http.routes;

import org.jspecify.annotations.NullMarked;
