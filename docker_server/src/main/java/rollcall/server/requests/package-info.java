/** The request log, from a request's answer to the storage. */
@NullMarked
package rollcall.server.requests;

import org.jspecify.annotations.NullMarked;
