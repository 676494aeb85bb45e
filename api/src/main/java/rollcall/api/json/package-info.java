/** How the wire contract's records become JSON and back. */
@NullMarked
package rollcall.api.json;

import org.jspecify.annotations.NullMarked;
