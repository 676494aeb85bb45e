/** The routes, one class per resource. */
@NullMarked
package rollcall.server.http.routes;

import org.jspecify.annotations.NullMarked;
