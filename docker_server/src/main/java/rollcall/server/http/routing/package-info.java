/** Spark's routes: registration, lookup, and the writing of all responses. */
@NullMarked
package rollcall.server.http.routing;

import org.jspecify.annotations.NullMarked;
