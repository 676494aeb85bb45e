/** The client library for Rollcall's server and agents; it does not use the terminal. */
@NullMarked
package rollcall.client;

import org.jspecify.annotations.NullMarked;
