/** The client library: Rollcall's server and agents over HTTP. It knows no terminal. */
@NullMarked
package rollcall.client;

import org.jspecify.annotations.NullMarked;
