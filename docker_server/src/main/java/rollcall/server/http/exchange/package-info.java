/** Requests and responses: parameters, bodies, errors, and the request log's entries. */
@NullMarked
package rollcall.server.http.exchange;

import org.jspecify.annotations.NullMarked;
