/** Spark's routes: registration, lookup, and one place in which every response is made. */
@NullMarked
package rollcall.server.http.routing;

import org.jspecify.annotations.NullMarked;
