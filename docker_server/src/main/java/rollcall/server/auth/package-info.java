/** Authentication and authorization: who sends a request, and whether it may. */
@NullMarked
package rollcall.server.auth;

import org.jspecify.annotations.NullMarked;
