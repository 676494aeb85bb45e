/** Converts the wire contract's records to JSON and back. */
@NullMarked
package rollcall.api.json;

import org.jspecify.annotations.NullMarked;
